"""What plugs into the pipeline: writers of a type, rungs of the ladder, models, and the guard between both."""

from collections.abc import AsyncIterator, Generator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from apps.analyze.language.document import Document
from apps.transform.contracts import (
    CallTier,
    Complaint,
    Draft,
    GivenAnswer,
    Merged,
    ModelQuestion,
    Piece,
    ProviderInfo,
    Spent,
    Tier,
    TransformRequest,
    TransformResult,
)
from tonebridge.errors import ToneBridgeError


class RulesWriter(Protocol):
    """Writes one type by rules. Pure and deterministic: same request, same draft."""

    def __call__(self, wanted: TransformRequest, document: Document) -> Draft: ...


class AnswersMerger(Protocol):
    """Puts answers to a result's questions into its text. Pure; each answer is to a question of the result, once."""

    def __call__(self, result: TransformResult, answers: Sequence[GivenAnswer]) -> Merged: ...


class ChatModel(Protocol):
    """A model behind a wire."""

    def load(self) -> None:
        """Do before the first call what would keep it waiting."""
        ...

    async def close(self) -> None:
        """Give back the connections of the running loop."""
        ...

    def stream(self, question: ModelQuestion) -> AsyncIterator[Piece]:
        """The answer, piece by piece. Closing the iterator ends the call."""
        ...


class Guard(Protocol):
    """What stands between one message and a model."""

    def question(self) -> ModelQuestion:
        """The message as it may leave the process."""
        ...

    def judge(self, answer: str) -> Draft | Complaint:
        """The answer as a draft none of whose values is broken, or why it can't be shown."""
        ...

    def wish(self, found: Draft | Complaint) -> str:
        """What a model is told where it is to be asked once more: what is broken, or missing from a draft that may be shown. Empty where
        there is nothing to tell.
        """
        ...

    def better(self, first: Draft | Complaint, second: Draft | Complaint) -> Draft | Complaint:
        """Of two answers judged here the one that is to be shown."""
        ...

    def adopt(self, text: str) -> Draft | Complaint:
        """The same of a finished text that no model has just written."""
        ...

    def part(self, text: str, before: str) -> str | Complaint:
        """Part of an answer as it may be shown before the rest is there, or why not. `before` was shown already."""
        ...

    def comparison(self, draft: Draft) -> ModelQuestion | None:
        """What somebody who is to compare the draft with the message is asked, masked; None where nothing is to be compared."""
        ...

    def hear(self, draft: Draft, answer: str, by: str) -> Complaint | None:
        """Settle the draft's ledger by their answer. What is wrong with the draft, if they have found anything.

        Raises NoTestimony for an answer of another form.
        """
        ...


@dataclass(frozen=True)
class ModelCall:
    """A call that is to be made. Seconds from when it is sent until the answer has to have begun, and in all, waiting for a slot
    included; characters of the answer; who is asked, and at which host.
    """

    tier: CallTier
    model: ChatModel
    question: ModelQuestion
    first_token_s: float
    total_s: float
    most_characters: int
    guard: Guard | None = None
    """Who judges the answer; it knows what of it may be shown while it comes. None where nothing of it is to be shown."""
    vendor: str = ""
    name: str = ""
    host: str = ""
    slots: "Slots | None" = None
    """Where it waits until it may be sent."""
    pace: "Pace | None" = None
    """Who is told how long it took."""
    is_hurried: bool = False
    """Whether its sender has less time than the model is given otherwise: that it is late then says nothing against it."""


class Slots(Protocol):
    """How many calls to one model may be under way."""

    def taken(self, longest_s: float) -> AbstractAsyncContextManager[None]:
        """Hold a slot inside the block. Raises where none is free within so many seconds."""
        ...


class Pace(Protocol):
    """How long one model takes."""

    def note(self, first_s: float, whole_s: float) -> None:
        """It answered: seconds until it began, and until its answer was whole."""
        ...

    def note_silence(self, silent_s: float = 0.0) -> None:
        """It didn't begin within its limit, which was so long."""
        ...


class CallListener(Protocol):
    """Hears of calls while they are made. Called on the event loop, so it has to be quick."""

    def on_call(self, call: ModelCall) -> None:
        """A model is being asked, the first one or another one."""
        ...

    def on_text(self, piece: str) -> None:
        """Part of its answer, as it came."""
        ...


@dataclass(frozen=True)
class ModelReply:
    """How a call went: the text, or the error that ended it. `spent`, and the seconds that it took, count in both cases; `silent_s`
    is how long nothing came once it was sent.
    """

    text: str = ""
    spent: Spent = field(default_factory=Spent)
    error: ToneBridgeError | None = None
    seconds: float = 0.0
    silent_s: float = 0.0


Found = TypeVar("Found")
Steps = Generator[ModelCall, ModelReply, Found]
"""Work that stops wherever a model has to be asked, and goes on with the reply. It computes; whoever drives it waits:
a lane on the event loop, a page in its thread (`apps.transform.story.driving`)."""


class Reader(Protocol):
    """A model that can be asked what it makes of two texts."""

    @property
    def name(self) -> str:
        """How a result names it."""
        ...

    def load(self) -> None:
        """Do before the first call what would keep it waiting."""
        ...

    async def close(self) -> None:
        """Give back what the running loop holds."""
        ...

    def ask(self, question: ModelQuestion, total_s: float) -> Steps[str]:
        """Its answer. Raises a failure of `providers.failures`, CircuitOpen, or TimedOut."""
        ...


class Witness(Protocol):
    """Compares what was written with the message, where it can and there is time; where not, nothing changes."""

    @property
    def reader(self) -> Reader | None:
        """Who reads whatever is written; None where a model reads what it has written itself."""
        ...

    def look_at(self, draft: Draft, guard: Guard, ends: float, writer: Reader | None = None) -> Steps[Complaint | None]:
        """What it found wrong with the draft. `ends`: by when it is over (`clock.tick`); `writer`: the model that wrote it, if one did."""
        ...


@dataclass(frozen=True)
class Assignment:
    """What a rung has to do, and for how long it may: seconds from sending until a model has begun, and in all. `witness` reads what a
    model wrote.
    """

    wanted: TransformRequest
    document: Document
    guard: Guard
    first_token_s: float
    total_s: float
    witness: "Witness | None" = None


class Rung(Protocol):
    """One step of the provider ladder."""

    tier: Tier

    def load(self) -> None:
        """Do before the first message what would keep it waiting."""
        ...

    async def close(self) -> None:
        """Give back what the running loop holds."""
        ...

    def describe(self, wanted: TransformRequest) -> ProviderInfo:
        """Who would write this."""
        ...

    def write(self, assignment: Assignment) -> Steps[Draft]:
        """A draft, or an error of `tonebridge.errors` whose `permanent` says whether to try again."""
        ...
