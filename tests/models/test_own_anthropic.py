"""An organization's own model that speaks Anthropic's protocol, through the door: plain, streamed, and when it fails."""

import logging
from typing import Any

import pytest
from pytest_django import Settings

from tests.cast import Person
from tests.front_door import Api
from tests.models.conftest import Models
from tests.models.reading import Told, read
from tests.models.scripted_server import Script
from tests.models.test_own_models import send, set_own
from tests.models.test_streams import PATH, TEXT, soften

KEY = "sk-ant-alices"
FAILING = [
    (Script(status=401), "misconfigured"),
    (Script(status=403), "misconfigured"),
    (Script(status=404), "misconfigured"),
    (Script(status=429, headers={"retry-after": "30"}), "rate_limited"),
    (Script(status=529), "unavailable"),
    (Script(wire="malformed"), "garbled"),
    (Script(writes=soften, wire="cut", cut_at=8), "unavailable"),
    (Script(fault="added_url"), "check markup"),
]


@pytest.fixture(autouse=True)
def _alices_own(api: Api, alice: Person, models: Models, settings: Settings) -> None:
    settings.PRIVATE_MODEL_ADDRESSES = True  # the scripted servers listen on the loopback
    set_own(api, alice, models.primary.base_url.removesuffix("/v1"), vendor="anthropic", api_key=KEY)
    models.primary.script = Script(writes=soften, piece_s=0.005)


def stream(api: Api, person: Person) -> Told:
    return read(api(person).post(PATH, {"text": TEXT, "transformation_type": "soften"}))


def assert_written_by_alices(found: dict[str, Any]) -> None:
    assert (found["tier"], found["degraded"]) == ("primary", False)
    assert (found["provider"]["name"], found["provider"]["model"]) == ("anthropic", "mine")
    assert found["transformed_text"] == soften(TEXT)
    usage = found["usage"]
    assert usage["input_tokens"] == 100 and usage["output_tokens"] > 10
    assert usage["cost_usd"] == pytest.approx(100 * 3.0 / 1_000_000)  # the price that she set


def test_its_answer_is_alices_result(api: Api, alice: Person, models: Models) -> None:
    assert_written_by_alices(send(api, alice, text=TEXT))
    assert b"sato@example.co.jp" not in models.primary.received[0]


def test_its_answer_is_streamed_to_alice(api: Api, alice: Person, models: Models) -> None:
    found = stream(api, alice)
    assert found.names == ["meta", "delta", "result", "done"]
    assert_written_by_alices(found.result)
    assert "sato@example.co.jp" in found.shown
    assert b"sato@example.co.jp" not in models.primary.received[0]


def test_it_is_asked_as_the_vendor_wants_it_with_alices_key(api: Api, alice: Person, models: Models) -> None:
    send(api, alice, text=TEXT)
    head = models.primary.heads[0]
    assert (head[":path"], head["authorization"]) == ("/v1/messages", f"Bearer {KEY}")
    assert head["anthropic-version"]


@pytest.mark.parametrize(("script", "reason"), FAILING)
def test_when_it_fails_the_operators_second_model_answers(
    api: Api, alice: Person, models: Models, script: Script, reason: str
) -> None:
    models.primary.script = script
    found = send(api, alice, text=TEXT)
    assert (found["tier"], found["degraded_reason"]) == ("secondary", f"primary: {reason}")


@pytest.mark.parametrize(("script", "reason"), FAILING)
def test_when_it_fails_a_stream_ends_in_the_second_models_result(
    api: Api, alice: Person, models: Models, script: Script, reason: str
) -> None:
    models.primary.script = script
    found = stream(api, alice)
    assert found.names[-2:] == ["result", "done"]
    assert (found.result["tier"], found.result["degraded_reason"]) == ("secondary", f"primary: {reason}")


@pytest.mark.parametrize("way", ["plain", "stream"])
def test_a_wrong_key_is_told_to_the_operator_without_the_key(
    api: Api, alice: Person, models: Models, caplog: pytest.LogCaptureFixture, way: str
) -> None:
    models.primary.script = Script(status=401)
    with caplog.at_level(logging.ERROR):
        found = send(api, alice, text=TEXT) if way == "plain" else stream(api, alice).result
    assert found["degraded_reason"] == "primary: misconfigured"
    assert "model misconfigured" in caplog.messages
    assert KEY not in caplog.text


def test_charlie_is_none_the_wiser(api: Api, alice: Person, charlie: Person, models: Models) -> None:
    models.primary.script = Script(status=401)
    send(api, alice, text=TEXT)
    models.primary.reset()
    assert send(api, charlie)["provider"]["model"] == "first"


def test_an_address_that_ends_in_its_version_is_the_same_address(api: Api, alice: Person, models: Models) -> None:
    set_own(api, alice, models.primary.base_url, vendor="anthropic", api_key=KEY)
    send(api, alice, text=TEXT)
    assert [head[":path"] for head in models.primary.heads] == ["/v1/messages"]
