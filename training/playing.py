"""One message through the whole ladder (prompt, masks, stream, checks, retry, rules), against a server that gives a written answer.

The story, its ladder and its stream are the product's; the model is a server at the wire (`tests/models/scripted_server.py`). No database, and no
deadline of a request: what is measured is what becomes of the answer, not how soon.
"""

import re
from asyncio import create_task
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import cast

from django.test import override_settings

from apps.transform.contracts import TransformRequest, TransformResult
from apps.transform.protocols import ModelCall
from apps.transform.providers.ladder import Ladder
from apps.transform.providers.langchain_chat import LangChainModel
from apps.transform.providers.models import ModelRung
from apps.transform.providers.rules import RulesRung
from apps.transform.story import pipeline
from apps.transform.story.driving import drive
from apps.transform.story.guarding import ModelGuard
from apps.transform.story.streaming import StreamedSentences
from tests.models.scripted_server import Script, ScriptedServer, scripted_server
from tonebridge.resilience.circuit_breaker import Breaker
from tonebridge.settings.models import ModelSetting
from training.model_prompts import marks_of

PATIENCE_S = 60.0
PIECE, PIECE_S = 6, 0.002
"""Characters of a piece, and seconds behind it: enough for each sentence to be looked at before the next one is there."""


@dataclass(frozen=True)
class Outcome:
    """What became of an answer: how often it was asked for, what was streamed of it, and the result."""

    calls: int
    shown: str
    result: TransformResult

    @property
    def is_the_models(self) -> bool:
        """Whether the result is what the model wrote."""
        return self.result.tier == "primary"

    @property
    def contradicts(self) -> bool:
        """Whether the result isn't what had been shown of it."""
        return not self.result.transformed_text.strip().startswith(self.shown.strip())


Play = Callable[[TransformRequest, str], Awaitable[Outcome]]
"""Raises SystemExit where the answer didn't arrive: nothing was learned about it."""


class Reader:
    """`apps.transform.protocols.CallListener`: reads along, and has the server give the answer, masked as that call is."""

    def __init__(self, server: ScriptedServer, answer: str) -> None:
        self.sentences, self.calls = StreamedSentences(), 0
        self._server, self._answer = server, answer

    def on_call(self, call: ModelCall) -> None:
        """The same answer for every call of this message."""
        self.calls += 1
        masked = with_marks(self._answer, cast(ModelGuard, call.guard))
        self._server.script = Script(writes=lambda _message: masked, piece=PIECE, piece_s=PIECE_S)
        self.sentences.on_call(call)

    def on_text(self, piece: str) -> None:
        """As the page hears it."""
        self.sentences.on_text(piece)


def with_marks(text: str, guard: ModelGuard) -> str:
    """An answer as a model writes it that never saw the hidden values."""
    marks = {value: mark for mark, value in marks_of(guard).items()}
    longest_first = sorted(marks, key=len, reverse=True)
    hidden = re.compile("|".join(map(re.escape, longest_first)) or "(?!)")
    return hidden.sub(lambda found: marks[found.group()], text)


@asynccontextmanager
async def a_played_model() -> AsyncIterator[Play]:
    """Plays one answer after another, each with a breaker that no other has touched."""
    settings = override_settings(GATEWAY_THREADS=0, LLM_TIMEOUT_S=PATIENCE_S, LLM_STALL_S=PATIENCE_S)
    with scripted_server() as server, settings:
        model = LangChainModel(setting := ModelSetting("openai", "played", server.base_url, "none"))
        try:
            yield partial(_played, server=server, setting=setting, model=model)
        finally:
            await model.close()


async def _played(
    wanted: TransformRequest, answer: str, *, server: ScriptedServer, setting: ModelSetting, model: LangChainModel
) -> Outcome:
    rung = ModelRung("primary", setting, model, Breaker("played", shared=False))
    reader, ladder = Reader(server, answer), Ladder((rung, RulesRung()), first_token_s=PATIENCE_S)
    work = create_task(drive(pipeline.steps(wanted, ladder=ladder), reader))
    work.add_done_callback(reader.sentences.end)
    shown = [part async for part in reader.sentences.parts()]
    return _heard(Outcome(reader.calls, "".join(shown), await work))


def _heard(outcome: Outcome) -> Outcome:
    reason = outcome.result.degraded_reason or ""
    if not outcome.is_the_models and not reason.startswith("primary: check "):
        raise SystemExit(f"The played model wasn't heard ({reason}): run it again, nothing was recorded.")
    return outcome
