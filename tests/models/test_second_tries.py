"""A value that is only gone is asked for once more; the better one of both answers is shown."""

import json
from functools import partial

import pytest
from pytest_django import Settings

from apps.transform.contracts import Language, TransformationType, TransformRequest, TransformResult
from apps.transform.providers.ladder import configured_ladder
from apps.transform.story import pipeline
from tests.cast import Person
from tests.front_door import Api
from tests.models.conftest import Models
from tests.models.reading import read
from tests.models.scripted_server import Script

TEXT = "42件の取り込みを金曜の17時までに直せ。INV-2210も確認しろ。本番の設定は変更するな。"
WHOLE = (
    "42件の取り込みを金曜の17時までに直していただけますか。INV-2210もご確認ください。本番の設定は変更しないでください。"
)
LACKS_ONE = WHOLE.replace("INV-2210も", "請求書も")
LACKS_TWO = LACKS_ONE.replace("42件の", "")
BROKEN = WHOLE.replace("42件", "24件")


def result_of(
    kind: TransformationType = TransformationType.SOFTEN, text: str = TEXT, language: Language = "ja"
) -> TransformResult:
    wanted = TransformRequest(text, kind, language=language, reader_language=language)
    return pipeline.run(wanted, ladder=configured_ladder())


def says(answer: str, _message: str) -> str:
    return answer


def answering(models: Models, *answers: str) -> None:
    models.primary.scripts = [Script(writes=partial(says, answer)) for answer in answers]
    models.primary.script = Script(status=500)


def told(models: Models) -> str:
    """What the model was told when it was asked again."""
    content: str = json.loads(models.primary.received[1])["messages"][-1]["content"]
    return content.split("：")[-1]


def test_a_value_that_is_gone_is_named_and_asked_for_once_more(models: Models) -> None:
    answering(models, LACKS_ONE, WHOLE)
    result = result_of()
    assert (result.tier, result.transformed_text, models.primary.calls) == ("primary", WHOLE, 2)
    assert "INV-2210" in told(models) and "42件" not in told(models)
    assert result.usage.input_tokens == 200


@pytest.mark.parametrize("second", [LACKS_ONE, LACKS_TWO, BROKEN, "申し訳ありませんが、お応えできません。"])
def test_the_first_answer_is_shown_with_its_look_where_the_second_is_no_better(models: Models, second: str) -> None:
    answering(models, LACKS_ONE, second)
    result = result_of()
    assert (result.tier, result.transformed_text, result.facts.status) == ("primary", LACKS_ONE, "look")
    assert ("identifier", "INV-2210", "look") in [(i.kind, i.original, i.status) for i in result.facts.items]


def test_a_second_answer_that_lacks_less_is_shown_with_its_look(models: Models) -> None:
    answering(models, LACKS_TWO, LACKS_ONE)
    result = result_of()
    assert (result.transformed_text, result.facts.status) == (LACKS_ONE, "look")


@pytest.mark.parametrize("second", [Script(status=503), Script(wire="cut"), Script(wire="malformed")])
def test_the_first_answer_outlives_a_second_call_that_fails(models: Models, second: Script) -> None:
    models.primary.scripts = [Script(writes=lambda _message: LACKS_ONE)]
    models.primary.script = second
    result = result_of()
    assert (result.tier, result.degraded, result.transformed_text) == ("primary", False, LACKS_ONE)


def test_nothing_is_asked_again_where_no_time_is_left_for_it(models: Models, settings: Settings) -> None:
    settings.LLM_TIMEOUT_S = 4.0
    models.primary.script = Script(writes=lambda _message: LACKS_ONE, piece=len(LACKS_ONE) // 4, piece_s=0.6)  # 2.4 s
    assert (result_of().transformed_text, models.primary.calls) == (LACKS_ONE, 1)


def test_a_summary_may_leave_values_out(models: Models) -> None:
    models.primary.script = Script(writes=lambda _message: LACKS_TWO)
    result = result_of(TransformationType.SUMMARIZE)
    assert (result.tier, models.primary.calls) == ("primary", 1)


def test_a_number_in_words_is_not_asked_for(models: Models) -> None:
    text = "Fix the two rows of order A-17 by 17:00. Both teams need it."
    models.primary.script = Script(
        writes=lambda _message: "Could you fix the rows of order A-17 by 17:00? Both teams need it."
    )
    result = result_of(text=text, language="en")
    assert (result.tier, models.primary.calls) == ("primary", 1)


def test_who_reads_along_is_told_that_what_was_shown_does_not_hold(api: Api, alice: Person, models: Models) -> None:
    answering(models, LACKS_ONE, "恐れ入りますが、" + WHOLE)
    found = read(api(alice).post("/api/v1/transform/stream", {"text": TEXT, "transformation_type": "soften"}))
    assert found.shown.startswith("42件の") and found.result["transformed_text"].startswith("恐れ入りますが、")
    assert [data.get("withdrawn", False) for name, data in found.events if name == "delta"][-1] is True


@pytest.mark.parametrize("answers", [(WHOLE,), (LACKS_ONE, LACKS_ONE), (LACKS_ONE, LACKS_TWO)])
def test_nothing_is_withdrawn_that_holds(api: Api, alice: Person, models: Models, answers: tuple[str, ...]) -> None:
    answering(models, *answers)
    found = read(api(alice).post("/api/v1/transform/stream", {"text": TEXT, "transformation_type": "soften"}))
    assert found.shown and found.result["transformed_text"].startswith(found.shown)
    assert not any("withdrawn" in data for name, data in found.events if name == "delta")
