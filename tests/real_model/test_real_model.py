"""The ladder beside a real model: what it says is another matter each time, so only how it comes is tried, never its wording."""

import json
import logging
import re
from typing import Any

import pytest
from pytest_django import Settings

from apps.transform.contracts import Intensity, ModelQuestion, Piece, TransformationType
from apps.transform.providers.ladder import configured_ladder
from apps.transform.providers.models import ModelRung
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.models.reading import read
from tests.models.test_leaving import connected
from tests.real_model.conftest import PATIENCE_S, Ladder, name_first
from tests.real_model.llama import llama_server
from tests.waiting import until_async

pytestmark = [pytest.mark.real_model, pytest.mark.usefixtures("swept")]

STREAM = "/api/v1/transform/stream"
TEXT = "The meeting is on Friday at 10:00. Bring 3 copies."
TEXTS = (TEXT, "You clearly did not test this. Fix the export by 17:00 today. Mail bob@example.com when it is done.")
"""In English, which is all that this model knows."""
FEW_TOKENS = 60
"""A third of what a long message has."""
TURNED_DOWN = re.compile(r"primary: (check [a-z_]+|garbled)")
"""An answer that came and was no good, which a model of this size often gives."""
LONG = "Please check entry {0}, since it was wrong on day {0} of the month. "


def body(text: str = TEXT, **more: Any) -> dict[str, Any]:
    return {"text": text, "transformation_type": "soften"} | more


def post(api: Api, alice: Person, text: str = TEXT) -> dict[str, Any]:
    answer = api(alice).post("/api/v1/transform", body(text))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def pieces(visitor: FrontDoor, message: str = TEXT) -> list[Piece]:
    """What the client of models makes of one answer."""
    rung = configured_ladder().rungs[0]
    assert isinstance(rung, ModelRung)
    question = ModelQuestion(TransformationType.SOFTEN, Intensity.MEDIUM, "en", message, "b0" * 12)

    async def heard() -> list[Piece]:
        return [piece async for piece in rung.model.stream(question)]

    return visitor.run(heard())


def test_an_answer_comes_in_pieces_with_one_end_and_its_usage(visitor: FrontDoor, ladder: Ladder) -> None:
    found = pieces(visitor)
    written = [piece.text for piece in found if piece.text]
    assert len(written) > 3
    assert sum(piece.ended for piece in found) == 1
    used = [piece.spent for piece in found if piece.spent.input_tokens]
    assert len(used) == 1
    assert used[0].input_tokens > 200  # the prompt is some hundred words
    assert abs(used[0].output_tokens - len(written)) <= 5  # a token a piece, but for the last ones
    assert used[0].cost_usd == pytest.approx((used[0].input_tokens + 2 * used[0].output_tokens) / 1_000_000)


@pytest.mark.parametrize("text", TEXTS)
def test_a_result_is_the_models_only_if_it_passed_every_check(
    api: Api, alice: Person, ladder: Ladder, text: str
) -> None:
    found = post(api, alice, text)
    if found["tier"] == "primary":
        assert (found["degraded"], found["provider"]["model"]) == (False, "smollm2")
    else:
        assert (found["tier"], found["degraded"]) == ("secondary", True)
        assert TURNED_DOWN.fullmatch(found["degraded_reason"])
    assert found["facts"]["status"] != "review"
    if found["degraded_reason"] != "primary: garbled":  # an answer without an end may have come without its usage
        assert found["usage"]["input_tokens"] > 200 and found["usage"]["cost_usd"] > 0


def test_a_stream_is_sentences_that_begin_its_answer_and_one_verified_result(
    api: Api, alice: Person, ladder: Ladder
) -> None:
    streams = [read(api(alice).post(STREAM, body(text))) for text in TEXTS]
    for told in streams:
        assert (told.names[0], told.names[-2:]) == ("meta", ["result", "done"])
        assert told.result["facts"]["status"] != "review"
        if told.result["tier"] == "primary":
            assert told.result["transformed_text"].startswith(told.shown)
    assert any(told.shown for told in streams)


def test_a_wrong_key_is_told_to_the_operator_and_the_second_model_answers(
    api: Api, alice: Person, ladder: Ladder, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    name_first(settings, ladder.real.base_url, "not-the-key")
    with caplog.at_level(logging.ERROR):
        found = post(api, alice)
    assert (found["tier"], found["degraded_reason"]) == ("secondary", "primary: misconfigured")
    assert "model misconfigured" in caplog.messages


def test_an_address_that_it_does_not_know_is_told_to_the_operator(
    api: Api, alice: Person, ladder: Ladder, settings: Settings
) -> None:
    name_first(settings, f"{ladder.real.address}/v9", ladder.real.key)
    found = post(api, alice)
    assert (found["tier"], found["degraded_reason"]) == ("secondary", "primary: misconfigured")


def test_a_message_that_it_has_no_room_for_is_declined(api: Api, alice: Person, ladder: Ladder) -> None:
    found = post(api, alice, "".join(LONG.format(number) for number in range(150)))
    assert (found["tier"], found["degraded_reason"]) == ("secondary", "primary: declined")


def test_where_it_does_not_begin_in_time_the_rules_answer(
    api: Api, alice: Person, ladder: Ladder, settings: Settings
) -> None:
    settings.LLM_FIRST_TOKEN_S = 0.01
    found = post(api, alice)
    assert (found["tier"], found["degraded_reason"]) == ("rules", "primary: timeout")


def test_a_server_that_dies_while_it_writes_is_no_result(
    visitor: FrontDoor, alice: Person, ladder: Ladder, settings: Settings, python_with_llama: str
) -> None:
    async def told(text: str) -> str:
        async with connected(alice, sent=body(text)) as (reader, _writer):
            await reader.readuntil(b"event: meta")
            await until_async(mortal.is_at_work, within_s=PATIENCE_S)
            mortal.child.kill()
            return (await reader.readuntil(b"event: done")).decode()

    with llama_server(python_with_llama) as mortal:
        name_first(settings, mortal.base_url, mortal.key)
        rest = visitor.run(told("".join(LONG.format(number) for number in range(10))))
    result = json.loads(rest.split("event: result\ndata: ")[1].split("\n")[0])
    assert (result["tier"], result["degraded_reason"]) == ("secondary", "primary: unavailable")


def test_when_its_reader_goes_it_stops_writing(visitor: FrontDoor, alice: Person, ladder: Ladder) -> None:
    async def left(text: str) -> None:
        async with connected(alice, sent=body(text)) as (reader, writer):
            await reader.readuntil(b"event: meta")
            await until_async(ladder.real.is_at_work, within_s=PATIENCE_S)
            writer.transport.abort()  # while it reads the prompt: it hears of that with its first word
            await until_async(lambda: not ladder.real.is_at_work(), within_s=PATIENCE_S)

    before = ladder.real.tokens_written()
    visitor.run(left("".join(LONG.format(number) for number in range(10))))
    assert ladder.real.tokens_written() - before < FEW_TOKENS
    assert ladder.second.calls == 0
