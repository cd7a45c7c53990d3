"""Every fault of a model, in every type and both languages: a faithful result, and never the fault."""

import json
from itertools import product
from typing import get_args

import pytest
from pytest_django import Settings

from apps.transform import pipeline
from apps.transform.contracts import Language, TransformationType, TransformRequest, TransformResult
from apps.transform.providers.ladder import configured_ladder
from tests.models.conftest import Models
from tests.models.faults import Fault
from tests.models.scripted_server import Script, Wire

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
KINDS: list[tuple[TransformationType, Language]] = list(product(TransformationType, ("ja", "en")))
NAMES = [f"{kind.value}-{language}" for kind, language in KINDS]
FAULTS: list[Fault] = list(get_args(Fault))
WIRES: list[Wire] = [wire for wire in get_args(Wire) if wire not in ("whole", "split")]
HARMLESS_IN_SUMMARIES = {"dropped_number"}


def result_of(kind: TransformationType, language: Language) -> TransformResult:
    wanted = TransformRequest(TEXTS[language], kind, language=language, reader_language=language)
    return pipeline.run(wanted, ladder=configured_ladder())


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


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("kind", "language"), KINDS, ids=NAMES)
def test_a_spoiled_text_is_never_shown(
    models: Models, kind: TransformationType, language: Language, fault: Fault
) -> None:
    models.primary.script = models.secondary.script = Script(fault=fault)
    result = result_of(kind, language)
    check(result, models)
    assert result.tier == "rules" or result.facts.status in ("kept", "repaired")
    assert result.tier == "rules" or "42" in result.transformed_text


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize(("kind", "language"), KINDS, ids=NAMES)
def test_a_broken_stream_is_never_a_result(
    models: Models, settings: Settings, kind: TransformationType, language: Language, wire: Wire
) -> None:
    settings.LLM_FIRST_TOKEN_S, settings.LLM_STALL_S = 0.2, 0.1
    models.primary.script = models.secondary.script = Script(wire=wire)
    result = result_of(kind, language)
    check(result, models)
    assert result.tier == "rules"
    assert (result.degraded_reason or "").startswith("primary: ")


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
