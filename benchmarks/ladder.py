"""What the ladder and its checks cost beside a model: the whole story, with a model that answers at once.

Masks, the question, judging sentence by sentence as they come, restoring, every check, the fact lock, scores. First with a
model in this process, whose answer is the rules' own, so that there is something to judge (what it leaves out of a summary is
asked for once more, and then the rules write: that counts, too); then over the wire with one that
changes nothing, for what the client of models costs.
"""

import re
from collections.abc import AsyncIterator, Iterator
from itertools import islice

from apps.transform.contracts import Intensity, Language, ModelQuestion, Piece, TransformationType, TransformRequest
from apps.transform.protocols import ChatModel
from apps.transform.providers.ladder import Ladder, configured_ladder
from apps.transform.providers.langchain_chat import LangChainModel
from apps.transform.providers.models import ModelRung
from apps.transform.providers.rules import RulesRung
from apps.transform.records.disclosing import TOKEN
from apps.transform.story import pipeline
from benchmarks.forgetting import forget
from benchmarks.language_texts import messages
from benchmarks.timing import Report, Work, measured
from drills.model_server import Address, model_process
from tonebridge.resilience.circuit_breaker import Breaker
from tonebridge.settings.models import ModelSetting

LADDER_MS, PATIENCE_S = 60.0, 20.0
PIECE = 6
LANGUAGES: tuple[Language, ...] = ("ja", "en")


class Ready:
    """`apps.transform.protocols.ChatModel`: has the answer to each message already, and gives it in pieces without a wait."""

    def __init__(self) -> None:
        self.answer, self.original = "", ""

    def load(self) -> None:
        """Nothing."""

    async def close(self) -> None:
        """Nothing."""

    async def stream(self, question: ModelQuestion) -> AsyncIterator[Piece]:
        """The answer with the tokens that the message came with."""
        answer = masked_alike(self.answer, self.original, question.message)
        for at in range(0, len(answer), PIECE):
            yield Piece(answer[at : at + PIECE])
        yield Piece(ended=True)


def masked_alike(answer: str, original: str, masked: str) -> str:
    """The answer with the tokens in it that the masked message has in place of the original's values."""
    tokens = [found.group() for found in TOKEN.finditer(masked)]
    between = [re.escape(part) for part in re.split(TOKEN.pattern.replace("(", "(?:"), masked)]
    values = re.fullmatch("(.+?)".join(between), original, re.DOTALL)
    if values is None:
        raise AssertionError("a masked message is its original with tokens in it")
    known = dict(zip(values.groups(), tokens, strict=True))
    for value in sorted(known, key=len, reverse=True):
        answer = answer.replace(value, known[value])
    return answer


def ladder_lines(report: Report, rounds: int) -> None:
    """A line a language for the ladder alone, and one for it with the client of models."""
    for language in LANGUAGES:
        _line(report, f"ladder, {language}", _ready_works(language, rounds))
    with model_process() as address:
        for language in LANGUAGES:
            _line(report, f"with client, {language}", _wired_works(language, rounds, address))


def _line(report: Report, name: str, works: Iterator[Work]) -> None:
    next(works)()  # what the first call loads
    report.speed(name, measured(works), LADDER_MS)


def _ready_works(language: Language, rounds: int) -> Iterator[Work]:
    model = Ready()
    ladder = _ladder(model)
    for wanted in _wanted(language, rounds):
        model.original, model.answer = wanted.text, pipeline.run(wanted, ladder=configured_ladder()).transformed_text
        forget()
        yield _by_the_model(wanted, ladder)


def _wired_works(language: Language, rounds: int, address: Address) -> Iterator[Work]:
    model = LangChainModel(ModelSetting("openai", "ready", address.base_url))
    model.load()
    ladder = _ladder(model)
    return (_by_the_model(wanted, ladder) for wanted in _wanted(language, rounds))


def _wanted(language: Language, rounds: int) -> Iterator[TransformRequest]:
    for kind in TransformationType:
        for text in islice(messages(language), rounds):
            yield TransformRequest(text, kind, Intensity.MEDIUM, language, language, tier="auto")


def _ladder(model: ChatModel) -> Ladder:
    setting = ModelSetting("openai", "ready", "http://127.0.0.1")
    rung = ModelRung("primary", setting, model, Breaker("bench", shared=False))
    return Ladder((rung, RulesRung()), first_token_s=PATIENCE_S)


def _by_the_model(wanted: TransformRequest, ladder: Ladder) -> Work:
    return lambda: pipeline.run(wanted, ladder=ladder)
