"""How long a caller waits for models that don't answer, and who writes then."""

from typing import Any

import pytest
from pytest_django import Settings

from apps.transform.providers.pace import QUICK_S
from tests.cast import Person
from tests.front_door import Api
from tests.models.conftest import PATIENT, SOON_S, Models
from tests.models.scripted_server import Script
from tests.passing_time import PassingTime
from tonebridge.resilience import clock

BODY = {"text": "明日までに直せ。", "transformation_type": "soften"}
RULES_IN_ALL_S = 8.0
"""Two and a half seconds; what is more is a busy machine's. Without an end to patience it would be twenty."""


def post(api: Api, alice: Person, number: int = 0) -> tuple[dict[str, Any], float]:
    began = clock.tick()
    answer = api(alice).post("/api/v1/transform", json=BODY | {"text": f"{BODY['text']}チケット{number}です。"})
    assert answer.status_code == 200
    return answer.json(), clock.tick() - began


def test_when_both_models_hang_the_rules_answer_in_two_and_a_half_seconds(
    api: Api, alice: Person, models: Models, settings: Settings
) -> None:
    settings.LLM_FIRST_TOKEN_S = QUICK_S
    post(api, alice)  # dictionaries are loaded before a web process takes its first call
    models.primary.script = models.secondary.script = Script(wire="hang")
    models.primary.received.clear()
    models.secondary.received.clear()
    found, seconds = post(api, alice, 1)
    assert (found["tier"], found["degraded"], found["degraded_reason"]) == ("rules", True, "primary: timeout")
    assert 2.0 < seconds < RULES_IN_ALL_S
    assert (models.primary.calls, models.secondary.calls) == (1, 1)


def test_when_the_first_model_hangs_the_second_one_has_time_to_begin(api: Api, alice: Person, models: Models) -> None:
    models.primary.script = Script(wire="hang")
    found, seconds = post(api, alice)
    assert (found["tier"], found["degraded_reason"]) == ("secondary", "primary: timeout")
    assert 1.2 < seconds < RULES_IN_ALL_S


@pytest.mark.parametrize("header", ["47", "Wed, 21 Oct 2026 07:28:00 GMT", None, "-1", "1000000000"])
def test_a_busy_model_costs_nobody_any_waiting(api: Api, alice: Person, models: Models, header: str | None) -> None:
    models.primary.script = Script(status=429, headers={"retry-after": header} if header else {})
    told = [post(api, alice, number) for number in range(2)]
    assert [(found["tier"], found["degraded_reason"]) for found, _s in told] == [
        ("secondary", "primary: rate_limited")
    ] * 2
    assert max(seconds for _found, seconds in told) < SOON_S
    assert models.primary.calls == 1


def test_models_that_fail_are_left_alone_tried_again_and_trusted_again(
    api: Api, alice: Person, models: Models, still_time: PassingTime
) -> None:
    models.primary.script = models.secondary.script = Script(status=503)
    told = [post(api, alice, number)[0] for number in range(7)]
    assert [found["tier"] for found in told] == ["rules"] * 7
    assert (models.primary.calls, told[-1]["degraded_reason"]) == (5, "primary: service_unavailable")
    models.primary.script = Script()
    still_time.pass_s(PATIENT.first_open_s - 0.25)
    assert post(api, alice, 7)[0]["tier"] == "rules"
    still_time.pass_s(0.25)
    assert [post(api, alice, number)[0]["tier"] for number in (8, 9)] == ["primary"] * 2
    assert models.primary.calls == 7
