"""Whoever reads a result on a page is told why it isn't the model's: what went wrong with its answer, or that there was none."""

import pytest
from django.utils.translation import override

from apps.transform.contracts import TransformationType, TransformRequest
from apps.transform.providers.ladder import configured_ladder
from apps.transform.story import pipeline
from apps.transform.web.words.results import shown_result
from tests.models.conftest import Models
from tests.models.scripted_server import Script

TEXT = "42件の取り込みを直せ。"
CALM = "42件の取り込みを直していただけますか。"
CHANGED = "The model's answer changed a fact, so it isn't shown."
REFUSED = "The model's answer didn't pass our checks, so it isn't shown."
AWAY = "The main model wasn't available."


def why(models: Models, script: Script) -> str | None:
    models.primary.script, models.secondary.script = script, Script(status=500)
    result = pipeline.run(TransformRequest(TEXT, TransformationType.SOFTEN, language="ja"), ladder=configured_ladder())
    told = shown_result(result).why_degraded
    with override("en"):
        return None if told is None else str(told)


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (Script(writes=lambda _message: CALM), None),
        (Script(writes=lambda _message: CALM.replace("42", "24")), CHANGED),
        (Script(writes=lambda _message: "はい、書き直しました。\n\n" + CALM), REFUSED),
        (Script(status=500), AWAY),
    ],
    ids=["as wanted", "a fact changed", "chatter", "away"],
)
def test_a_reader_is_told_why_a_model_didnt_write(models: Models, script: Script, told: str | None) -> None:
    assert why(models, script) == told
