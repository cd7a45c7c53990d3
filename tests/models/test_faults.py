"""Every fault of a model, in every type and both languages: a faithful result, and never the fault.

A result is waited for or read along; a fault meets both ways, and so does each type in each language, in turn from one to the next.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, get_args

import pytest
from pytest_django import Settings

from apps.transform.contracts import Language, TransformationType, TransformRequest, TransformResult
from apps.transform.providers.ladder import configured_ladder
from apps.transform.story import pipeline
from apps.transform.story.driving import drive
from apps.transform.story.streaming import StreamedSentences
from tests.models.conftest import Models
from tests.models.faults import Fault, reworded
from tests.models.scripted_server import Script, Wire, Writer

TEXTS: dict[Language, str] = {
    "ja": (
        "田中さん、取り込みが42件で止まった。金曜の17時までに直せ。それまで本番の設定は変更しないでください。"
        "連絡先は sato@example.co.jp か 090-1234-5678 だ。手順は https://wiki.example.com/import を見ろ。"
    ),
    "en": (
        "Mr Tanaka, the import stopped at 42 rows. Fix it by 17:00 on Friday. Please do not change the settings of production until then. "
        "Write to sato@example.com or call 090-1234-5678. The steps are at https://wiki.example.com/import."
    ),
}
HIDDEN = ("sato@", "1234-5678", "wiki.example")
POISON = (
    "PWNED",
    "evil.example",
    "37件",
    "37 customers",
    "as an AI",
    "AIとして",
    "<script",
    "<message-",
    "⟦",
    "⟧",
    "承知しました",
    "Sure!",
)
LANGUAGES: tuple[Language, ...] = ("ja", "en")
TYPES = list(TransformationType)
KINDS: list[tuple[TransformationType, Language]] = list(product(TYPES, LANGUAGES))
NAMES = [f"{kind.value}-{language}" for kind, language in KINDS]
FAULTS: list[Fault] = list(get_args(Fault))
WIRES: list[Wire] = [wire for wire in get_args(Wire) if wire not in ("whole", "split")]
WAYS = ("waited for", "read along")
PIECE = 17
"""Characters that come at once: fewer than a sentence has, so that sentences, tokens and marks are cut anywhere."""


def in_turn(values: list[Any]) -> list[Any]:
    """Each value with each type and language, by one of the ways: any two of the three meet by both."""
    return [
        pytest.param(value, kind, language, WAYS[(at + TYPES.index(kind) + (language == "en")) % 2])
        for at, value in enumerate(values)
        for kind, language in KINDS
    ]


def wanted_of(kind: TransformationType, language: Language) -> TransformRequest:
    return TransformRequest(TEXTS[language], kind, language=language, reader_language=language)


def result_of(kind: TransformationType, language: Language) -> TransformResult:
    return pipeline.run(wanted_of(kind, language), ladder=configured_ladder())


@dataclass(frozen=True)
class Heard:
    """A result, and what was shown before it was there."""

    result: TransformResult
    shown: str


def heard(runner: asyncio.Runner, kind: TransformationType, language: Language) -> Heard:
    """The same message, read along."""

    async def along() -> Heard:
        sentences = StreamedSentences()
        steps = pipeline.steps(wanted_of(kind, language), ladder=configured_ladder())
        work = asyncio.ensure_future(drive(steps, sentences))
        work.add_done_callback(sentences.end)
        shown = [part async for part in sentences.parts()]
        return Heard(await work, "".join(shown))

    return runner.run(along())


def come(runner: asyncio.Runner, kind: TransformationType, language: Language, way: str) -> Heard:
    """By one of the ways; who waits is shown nothing before."""
    return heard(runner, kind, language) if way == "read along" else Heard(result_of(kind, language), "")


def check(result: TransformResult, models: Models) -> None:
    assert result.transformed_text.strip()
    assert not [word for word in POISON if word in result.transformed_text]
    assert result.degraded == (result.tier != "primary")
    for body in models.primary.received + models.secondary.received:
        wire = json.dumps(json.loads(body), ensure_ascii=False) + body.decode()
        assert not [secret for secret in HIDDEN if secret in wire]


@pytest.mark.parametrize(("kind", "language"), KINDS, ids=NAMES)
def test_a_model_that_changes_nothing_is_believed(models: Models, kind: TransformationType, language: Language) -> None:
    models.primary.script = Script(wire="split")
    result = result_of(kind, language)
    assert (result.tier, result.changed, result.facts.status) == ("primary", False, "kept")
    check(result, models)


@pytest.mark.parametrize(("fault", "kind", "language", "way"), in_turn(FAULTS))
def test_a_spoiled_text_is_never_shown(
    models: Models, loop_runner: asyncio.Runner, kind: TransformationType, language: Language, fault: Fault, way: str
) -> None:
    models.primary.script = models.secondary.script = Script(fault=fault, piece=PIECE, piece_s=0.0005)
    found = come(loop_runner, kind, language, way)
    result = found.result
    check(result, models)
    assert not [word for word in POISON if word in found.shown]
    if fault == "dropped_negation":
        assert result.tier == "rules" or result.facts.status == "look", (
            "a turned meaning is shown, and said to be looked at"
        )
    else:
        assert result.tier == "rules" or result.facts.status != "review"
    assert result.tier == "rules" or "42" in result.transformed_text


TWICE: dict[str, Writer] = {
    "the same": lambda message: f"{message}\n\n{message}",
    "quoted": lambda message: "> " + message.replace("\n", "\n> ") + f"\n\n{message}",
    "reworded": lambda message: f"{message}\n\n{reworded(message)}",
    "after it": lambda message: f"{reworded(message)}\n\n{message}",
}
REPEATS = [kind for kind in TYPES if kind.value not in ("background", "requirements")]
"""Types that never list pieces of a message beside the message."""


def in_one_language(
    kinds: list[TransformationType], hows: Sequence[str]
) -> list[tuple[TransformationType, Language, str]]:
    """Each way to say it twice with each type, in one of the languages: any two of the three meet."""
    return [(kind, LANGUAGES[(at + turn) % 2], how) for at, kind in enumerate(kinds) for turn, how in enumerate(hows)]


@pytest.mark.parametrize(("kind", "language", "how"), in_one_language(REPEATS, list(TWICE)))
def test_an_answer_that_says_the_message_again_is_refused_and_the_next_rung_asked(
    models: Models, kind: TransformationType, language: Language, how: str
) -> None:
    models.primary.script = Script(writes=TWICE[how])
    assert result_of(kind, language).tier == "secondary"
    assert models.secondary.calls == 1


@pytest.mark.parametrize(("kind", "language", "how"), in_one_language(TYPES, ["the same", "quoted"]))
def test_no_type_shows_the_message_twice(
    models: Models, kind: TransformationType, language: Language, how: str
) -> None:
    models.primary.script = models.secondary.script = Script(writes=TWICE[how])
    assert result_of(kind, language).tier == "rules"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_message_kept_whole_with_another_text_beside_it_is_not_softened(models: Models, language: Language) -> None:
    more = {
        "ja": "なお、皆さんのお時間をいただいてしまい大変心苦しいのですが、どうか事情をお察しのうえ、温かい目で見守っていただけますと、心から嬉しく思います。",
        "en": "I know that everybody has a lot on their plate, and I am truly grateful for the patience that all of you have shown.",
    }[language]
    models.primary.script = Script(writes=lambda message: f"{message}\n\n{more}")
    assert result_of(TransformationType.SOFTEN, language).tier == "secondary"


SAME_SENTENCES: dict[Language, Writer] = {
    "ja": lambda message: message.replace("直せ。", "直していただけますか。"),
    "en": lambda message: message.replace("Fix it by 17:00 on Friday.", "Could you fix it by 17:00 on Friday?"),
}
GREETED: dict[Language, Writer] = {
    "ja": lambda message: f"お疲れさまです。\n{message}",
    "en": lambda message: f"Hi there,\n\n{message}\n\nThank you very much!",
}


@pytest.mark.parametrize("writers", [SAME_SENTENCES, GREETED], ids=["one sentence changed", "a greeting added"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_sentences_that_need_no_softening_may_stay(
    models: Models, language: Language, writers: dict[Language, Writer]
) -> None:
    models.primary.script = Script(writes=writers[language])
    assert result_of(TransformationType.SOFTEN, language).tier == "primary"


def impatient_of(wire: Wire, settings: Settings) -> None:
    """Only of what would be waited for: all others end by themselves, however busy the machine is."""
    if wire == "hang":
        settings.LLM_FIRST_TOKEN_S = 0.05
    if wire == "drip":
        settings.LLM_STALL_S = 0.05


@pytest.mark.parametrize(("wire", "kind", "language", "way"), in_turn(WIRES))
def test_a_broken_stream_is_never_a_result(
    models: Models,
    loop_runner: asyncio.Runner,
    settings: Settings,
    kind: TransformationType,
    language: Language,
    wire: Wire,
    way: str,
) -> None:
    impatient_of(wire, settings)
    cut_at = 9 if way == "read along" else 2  # something has been shown, or nothing
    models.primary.script = models.secondary.script = Script(wire=wire, cut_at=cut_at, piece_s=0.001)
    found = come(loop_runner, kind, language, way)
    check(found.result, models)
    assert found.result.tier == "rules"
    assert (found.result.degraded_reason or "").startswith("primary: ")
    assert TEXTS[language].startswith(found.shown)


@pytest.mark.parametrize(("kind", "language"), KINDS, ids=NAMES)
def test_who_reads_along_of_a_good_model_sees_the_result_grow(
    models: Models, loop_runner: asyncio.Runner, kind: TransformationType, language: Language
) -> None:
    models.primary.script = Script(piece_s=0.004)
    found = heard(loop_runner, kind, language)
    assert found.shown and found.result.transformed_text.startswith(found.shown)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504, 529])
def test_an_error_of_the_first_model_is_the_second_ones_turn(models: Models, status: int) -> None:
    models.primary.script = Script(status=status)
    result = result_of(TransformationType.SOFTEN, "ja")
    assert (result.tier, models.primary.calls) == ("secondary", 1)
    assert result.provider.model == "second"
    expected = {
        400: "declined",
        422: "declined",
        401: "misconfigured",
        403: "misconfigured",
        404: "misconfigured",
        429: "rate_limited",
    }
    assert result.degraded_reason == f"primary: {expected.get(status, 'unavailable')}"
