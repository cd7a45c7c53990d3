"""A model writes; its answer comes to the caller as a result like any other."""

import json

import pytest

from tests.cast import Person
from tests.front_door import Api
from tests.models.conftest import Models
from tests.models.scripted_server import Script

JAPANESE = (
    "明日の17時までに必ず直せ。連絡先は tanaka@example.co.jp、090-1234-5678 です。https://ci.example.com/42 を見ろ。"
)
SOFT = "お手数ですが、{0}"


def soften(message: str) -> str:
    return message.replace("必ず直せ。", "必ず直していただけますか。").replace("を見ろ。", "をご覧いただけますか。")


def transform(api: Api, alice: Person, text: str = JAPANESE, kind: str = "soften", **more: object) -> dict[str, object]:
    answer = api(alice).post("/api/v1/transform", json={"text": text, "transformation_type": kind, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def test_a_models_answer_is_a_result_with_changes_facts_and_usage(api: Api, alice: Person, models: Models) -> None:
    models.primary.script = Script(writes=soften)
    found = transform(api, alice)
    assert (found["tier"], found["degraded"], found["degraded_reason"]) == ("primary", False, None)
    assert found["transformed_text"] == soften(JAPANESE)
    assert found["provider"] == {
        "name": "openai",
        "model": "first",
        "version": "",
        "prompt_version": "soften.ja.1+frame.1",
        "reused_from": "",
    }
    changes = found["changes"]
    assert isinstance(changes, list)
    assert len(changes) == 2
    text = JAPANESE
    for change in reversed(changes):
        assert text[change["start"] : change["end"]] == change["original"]
        text = text[: change["start"]] + change["replacement"] + text[change["end"] :]
    assert text == found["transformed_text"]
    facts, usage = found["facts"], found["usage"]
    assert isinstance(facts, dict)
    assert isinstance(usage, dict)
    assert facts["status"] == "kept"
    assert {"date", "time", "url"} <= {item["kind"] for item in facts["items"]}
    assert usage["input_tokens"] == 100
    assert usage["cost_usd"] == pytest.approx((100 + 2 * usage["output_tokens"]) / 1_000_000)


def test_nothing_unmasked_leaves_the_process(api: Api, alice: Person, models: Models) -> None:
    models.primary.script = Script(writes=soften)
    context = {"background": "山田さん(yamada@example.jp)から", "sender_role": "engineer", "receiver_role": "sales"}
    found = transform(api, alice, context=context)
    sent = json.loads(models.primary.received[0])
    wire = json.dumps(sent, ensure_ascii=False) + models.primary.received[0].decode()
    for secret in ("tanaka", "example.co.jp", "090-1234", "5678", "yamada", "example.jp", "ci.example.com"):
        assert secret not in wire
    assert "tanaka@example.co.jp" in str(found["transformed_text"])


@pytest.mark.parametrize(
    ("text", "background"),
    [
        ("Ask Kowalski to fix the report by Friday.", "Mr. Kowalski runs the finance team."),
        ("Ask Mr. Kowalski to fix the report by Friday.", "Kowalski runs the finance team."),
    ],
)
def test_who_is_named_in_one_text_is_hidden_in_all(
    api: Api, alice: Person, models: Models, text: str, background: str
) -> None:
    found = transform(api, alice, text, context={"background": background})
    assert b"Kowalski" not in models.primary.received[0]
    assert (found["tier"], found["transformed_text"]) == ("primary", text)


@pytest.mark.parametrize("text", ["よろしくお願いいたします。\n", "\n 明日の会議は10時からです。 \n\n"])
def test_a_model_that_changes_nothing_is_believed_whatever_blanks_stand_around(
    api: Api, alice: Person, models: Models, text: str
) -> None:
    found = transform(api, alice, text)
    assert (found["tier"], found["changed"], found["transformed_text"]) == ("primary", False, text)
