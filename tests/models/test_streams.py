"""A transform that is read while it is written: checked sentences, then one verified result, or a problem."""

from functools import partial
from typing import Any

import pytest

from apps.transform.actions import stream_transform
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.models.conftest import Models
from tests.models.reading import Told, read
from tests.models.scripted_server import Script
from tests.page import Page

PATH = "/api/v1/transform/stream"
TEXT = "田中さん、取り込みが42件で止まった。金曜の17時までに直せ。連絡先は sato@example.co.jp だ。設定は変更するな。"


def soften(message: str) -> str:
    return (
        message.replace("止まった。", "止まりました。")
        .replace("直せ。", "直していただけますか。")
        .replace("だ。設定は変更するな。", "です。設定は変更しないでください。")
    )


def told(api: Api, alice: Person, text: str = TEXT, **more: Any) -> Told:
    return read(api(alice).post(PATH, {"text": text, "transformation_type": "soften", **more}))


def test_a_stream_is_meta_sentences_one_result_and_its_end(api: Api, alice: Person, models: Models) -> None:
    models.primary.script = Script(writes=soften, piece_s=0.01)
    found = told(api, alice)
    assert found.names == ["meta", "delta", "result", "done"]
    assert found.events[0][1] == found.events[0][1] | {
        "transformation_type": "soften",
        "intensity": 2,
        "language": "ja",
    }
    result = found.result
    assert (result["tier"], result["transformed_text"]) == ("primary", soften(TEXT))
    assert result["transformed_text"].startswith(found.shown)
    assert len([name for name, _data in found.events if name == "delta"]) >= 3
    assert "sato@example.co.jp" in found.shown and "⟦" not in found.shown
    assert result["usage"]["input_tokens"] == 100 and result["usage"]["output_tokens"] > 0


@pytest.mark.parametrize("wire", ["split", "whole"])
def test_hidden_values_that_come_in_pieces_are_put_back_exactly(
    api: Api, alice: Person, models: Models, wire: Any
) -> None:
    models.primary.script = Script(writes=soften, wire=wire, piece_s=0.001)
    found = told(api, alice)
    assert found.shown and found.result["transformed_text"].startswith(found.shown)
    assert all(b"sato@" not in sent for sent in models.primary.received)


def test_a_stream_is_recorded_and_charged_like_any_other(api: Api, alice: Person, models: Models) -> None:
    models.primary.script = Script(writes=soften)
    found = told(api, alice)
    assert [item["id"] for item in api(alice).get("/api/v1/history").json()["items"]] == [found.result["id"]]
    assert api(alice).get("/api/v1/usage").json()["day"]["used"] == 1


def test_rules_answer_at_once_without_sentences(api: Api, alice: Person) -> None:
    found = told(api, alice)
    assert (found.names, found.result["tier"]) == (["meta", "result", "done"], "rules")


@pytest.mark.parametrize("wire", ["cut", "hang", "drip", "malformed", "html", "silent", "wrong_type", "bad_utf8"])
def test_a_stream_that_breaks_ends_in_the_rules_result(
    api: Api, alice: Person, models: Models, settings: Any, wire: Any
) -> None:
    settings.LLM_FIRST_TOKEN_S, settings.LLM_STALL_S = 0.4, 0.2
    models.primary.script = models.secondary.script = Script(writes=soften, wire=wire, cut_at=6, piece_s=0.01)
    found = told(api, alice)
    assert (found.names[0], found.names[-2:]) == ("meta", ["result", "done"])
    assert (found.result["tier"], found.result["degraded"]) == ("rules", True)


def test_after_sentences_of_a_broken_answer_no_other_ones_follow(api: Api, alice: Person, models: Models) -> None:
    models.primary.script = Script(writes=soften, wire="cut", cut_at=6, piece_s=0.02)
    models.secondary.script = Script(writes=lambda text: "お手数ですが、" + soften(text), piece_s=0.02)
    found = told(api, alice)
    assert found.shown == "田中さん、取り込みが42件で止まりました。"
    assert found.result["tier"] == "secondary"
    assert found.result["transformed_text"].startswith("お手数ですが、")


def test_a_broken_value_is_seen_at_the_end_and_never_in_the_result(api: Api, alice: Person, models: Models) -> None:
    models.primary.script = models.secondary.script = Script(writes=lambda text: soften(text).replace("17時", "19時"))
    found = told(api, alice)
    assert "17時" in found.result["transformed_text"]
    assert found.result["facts"]["status"] != "review"


def test_what_fails_before_a_model_is_asked_is_a_plain_problem(api: Api, alice: Person, models: Models) -> None:
    answer = api(alice).post(PATH, {"text": "", "transformation_type": "soften"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert models.primary.calls == 0


def test_what_fails_behind_the_first_sentence_is_told_as_a_problem(
    api: Api, alice: Person, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_named: object) -> bool:
        raise RuntimeError("the disk is full")

    models.primary.script = Script(writes=soften, piece_s=0.01)
    monkeypatch.setattr("apps.transform.actions.transform_text.record_transformation", full)
    found = told(api, alice)
    assert found.names == ["meta", "delta", "error", "done"]
    assert found.problem["code"] == "INTERNAL_ERROR" and "disk" not in str(found.problem)


def test_the_same_key_gets_the_same_stream_again_and_one_effect(api: Api, alice: Person, models: Models) -> None:
    models.primary.script = Script(writes=soften, piece_s=0.01)
    keyed = api(alice).as_(Idempotency_Key="stream-1")
    body = {"text": TEXT, "transformation_type": "soften"}
    first, again = read(keyed.post(PATH, body)), keyed.post(PATH, body)
    assert again.headers["idempotency-replayed"] == "true"
    assert (read(again).names, read(again).result) == (["meta", "result", "done"], first.result)
    assert models.primary.calls == 1


def test_a_stream_that_ended_in_a_problem_leaves_its_key_free(
    api: Api, alice: Person, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyed = api(alice).as_(Idempotency_Key="stream-2")
    body = {"text": TEXT, "transformation_type": "soften"}
    with monkeypatch.context() as broken:
        broken.setattr(stream_transform.TransformStream, "result", _broken)
        assert read(keyed.post(PATH, body)).names[-2:] == ["error", "done"]
    models.primary.script = Script(writes=soften)
    assert read(keyed.post(PATH, body)).names[-2:] == ["result", "done"]


async def _broken(_self: object) -> None:
    raise RuntimeError


@pytest.mark.usefixtures("swept", "quick_look")
def test_a_stream_ends_without_a_result_when_its_reader_signs_out(
    alice: Person, visitor: FrontDoor, models: Models
) -> None:
    models.primary.script = Script(writes=soften, wire="hang", cut_at=2)
    page, body = Page.of(alice), {"text": TEXT, "transformation_type": "soften"}
    door, sign_out = page.door(visitor), partial(page.client.post, "/sign-out/")
    said = door.read_to_its_end("POST", PATH, sign_out, json=body)
    assert "event: meta" in said and "event: result" not in said and "event: done" not in said
