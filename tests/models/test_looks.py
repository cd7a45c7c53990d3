"""A model's answer is judged as one text: a broken value refuses it, a meaning that may have changed is shown with it."""

import json
from dataclasses import replace

import pytest

from apps.transform.alike.likeness import may_be_used_again
from apps.transform.contracts import Edit, Language, TransformationType, TransformRequest, TransformResult
from apps.transform.providers.ladder import configured_ladder
from apps.transform.rewriting.edits import apply_edits
from apps.transform.story import pipeline
from tests.cast import Person
from tests.front_door import Api
from tests.models.conftest import Models
from tests.models.scripted_server import Script
from tests.running_listener import RunningListener

RUDE = "何回言えば分かるんだ、バカ。42件の取り込みを直せ。本番の設定は変更しないで。"
CALM = "42件の取り込みを直していただけますか。本番の設定は変更しないでください。"
TURNED = CALM.replace("変更しないで", "変更して")


def result_of(
    text: str, kind: TransformationType = TransformationType.SOFTEN, language: Language = "ja"
) -> TransformResult:
    wanted = TransformRequest(text, kind, language=language, reader_language=language)
    return pipeline.run(wanted, ladder=configured_ladder())


def test_insults_and_venting_may_go(models: Models) -> None:
    models.primary.script = Script(writes=lambda _message: CALM)
    result = result_of(RUDE)
    assert (result.tier, result.transformed_text) == ("primary", CALM)
    assert result.facts.status in ("kept", "look")


def test_a_meaning_that_may_have_changed_is_shown_as_written_and_said_to_be_looked_at(models: Models) -> None:
    models.primary.script = Script(writes=lambda _message: TURNED)
    result = result_of(RUDE)
    assert (result.tier, result.transformed_text, result.facts.status) == ("primary", TURNED, "look")
    assert ("本番の設定は変更しないで", "本番の設定は変更してください") in [
        (item.original, item.found) for item in result.facts.items if item.status == "look"
    ]
    assert models.primary.calls == 1


def test_a_broken_value_is_named_and_asked_for_once_more_then_the_next_rung_writes(models: Models) -> None:
    models.primary.script = Script(writes=lambda _message: TURNED.replace("42", "24"))
    models.secondary.script = Script(writes=lambda _message: CALM)
    result = result_of(RUDE)
    assert (result.tier, result.degraded_reason) == ("secondary", "primary: check facts")
    assert models.primary.calls == 2
    told = json.loads(models.primary.received[1])["messages"][-1]["content"]
    assert "42件" in told and "変更しないで" not in told.split("：")[-1]


@pytest.mark.parametrize(
    ("text", "answer", "language"),
    [
        (
            "42件を直せ。`run` を見ろ。すぐ送れ。",
            "お疲れさまです。\n\n`run` をご覧ください。\n42件を直していただけますか。\nすぐにお送りください。",
            "ja",
        ),
        ("Fix 3 rows. Now. Use `run`.", "Hi,\n\nUse `run` please.\n\nCould you fix 3 rows now?", "en"),
    ],
)
def test_sentences_are_never_undone_one_by_one_and_changes_make_the_answer(
    models: Models, text: str, answer: str, language: Language
) -> None:
    models.primary.script = Script(writes=lambda message: answer.replace("`run`", _token(message)))
    result = result_of(text, language=language)
    assert (result.tier, result.transformed_text) == ("primary", answer)
    edits = [Edit(each.start, each.end, each.replacement, each.reason.code) for each in result.changes]
    assert apply_edits(text, edits) == answer


def _token(message: str) -> str:
    return message[message.index("⟦") : message.index("⟧") + 1]


@pytest.mark.parametrize("kind", list(TransformationType), ids=lambda kind: kind.value)
def test_an_answer_is_a_free_text_whatever_its_type(models: Models, kind: TransformationType) -> None:
    text = "本番の設定は変更しないでください。42件の取り込みを金曜までに直してください。担当は佐藤さんです。"
    models.primary.script = Script(writes=lambda message: message.replace("変更しないで", "変更して"))
    result = result_of(text, kind)
    assert (result.tier, result.facts.status) == ("primary", "look")


def test_a_result_with_places_to_look_at_is_repeated_with_them(
    listening: RunningListener, api: Api, alice: Person, models: Models
) -> None:
    listening.wait()
    models.primary.script = Script(writes=lambda _message: TURNED)
    body = {"text": RUDE, "transformation_type": "soften"}
    first, again = (api(alice).post("/api/v1/transform", body).json() for _ in range(2))
    assert (first["facts"]["status"], again["cached"], again["facts"]) == ("look", True, first["facts"])


def test_a_result_with_places_to_look_at_may_be_used_again_and_one_with_facts_to_check_may_not(models: Models) -> None:
    models.primary.script = Script(writes=lambda _message: TURNED)
    result = result_of(RUDE)
    assert may_be_used_again(result)
    assert not may_be_used_again(replace(result, facts=replace(result.facts, status="review")))
