"""How long a model may take: as its own answers say, from when a call is sent."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from django.core.cache import cache
from pytest_django import Settings

from apps.transform.contracts import Intensity, ModelQuestion, TransformationType
from apps.transform.protocols import ModelCall, ModelReply
from apps.transform.providers.asking import ask
from apps.transform.providers.failures import ModelCrowded, ModelSlow
from apps.transform.providers.ladder import RULES_S, configured_ladder
from apps.transform.providers.models import ModelRung
from apps.transform.providers.pace import (
    ANSWER_S,
    DOUBTED_S,
    LONGEST_FIRST_S,
    LONGEST_S,
    QUICK_S,
    UNMEASURED_S,
    USUAL_S,
    Pace,
)
from apps.transform.providers.slots import Slots
from apps.transform.story.first_calls import adopt, measured
from tests.cast import Person
from tests.front_door import Api
from tests.models.conftest import Models
from tests.models.scripted_server import Script
from tests.passing_time import PassingTime
from tonebridge.gateway.deadlines import seconds_of
from tonebridge.gateway.exchange import Exchange
from tonebridge.resilience.usual_deadlines import transform_s


@pytest.fixture(autouse=True)
def _nothing_is_set(settings: Settings) -> None:
    settings.LLM_FIRST_TOKEN_S = settings.LLM_TIMEOUT_S = 0.0


@pytest.fixture
def rung(models: Models, settings: Settings) -> Iterator[ModelRung]:
    """The first of the ladder; nobody has heard of its model."""
    settings.LLM_FIRST_TOKEN_S = settings.LLM_TIMEOUT_S = 0.0
    found = configured_ladder().rungs[0]
    assert isinstance(found, ModelRung)
    found.setting = replace(found.setting, model=uuid4().hex)
    yield found
    cache.clear()


def that_takes(first_s: float, whole_s: float) -> Pace:
    pace = Pace()
    pace.note(first_s, whole_s)
    return pace


def limits(pace: Pace) -> tuple[float, float]:
    found = pace.limits()
    return found.first_token_s, found.whole_s


def call(rung: ModelRung, first_token_s: float, slots: Slots | None = None) -> ModelCall:
    question = ModelQuestion(TransformationType.SOFTEN, Intensity.MEDIUM, "ja", "明日までに直せ。", "b0" * 12)
    return ModelCall(
        "primary", rung.model, question, first_token_s, 30.0, 10_000, slots=slots or rung.slots, pace=rung.pace
    )


@pytest.mark.parametrize(
    ("pace", "expected"),
    [
        (Pace(), (UNMEASURED_S, USUAL_S)),
        (that_takes(0.2, 1.0), (QUICK_S, USUAL_S)),
        (that_takes(2.0, 4.0), (7.0, USUAL_S)),
        (that_takes(10.0, 20.0), (31.0, 61.0)),
        (that_takes(300.0, 600.0), (LONGEST_FIRST_S, LONGEST_S)),
    ],
)
def test_a_model_gets_three_times_what_it_usually_takes_within_bounds(
    pace: Pace, expected: tuple[float, float]
) -> None:
    assert limits(pace) == expected


def test_what_is_set_comes_before_what_was_measured(settings: Settings) -> None:
    settings.LLM_FIRST_TOKEN_S, settings.LLM_TIMEOUT_S = 3.5, 9.0
    assert limits(that_takes(10.0, 20.0)) == (3.5, 9.0)


def test_one_slow_answer_of_many_changes_nothing() -> None:
    pace = that_takes(2.0, 3.0)
    for first_s in (40.0, 2.0, 2.0):
        pace.note(first_s, first_s + 1)
    assert limits(pace) == (7.0, USUAL_S)


def test_a_model_that_stays_silent_costs_few_people_its_own_time(still_time: PassingTime) -> None:
    pace = that_takes(10.0, 20.0)
    pace.note_silence()
    assert limits(pace)[0] == 31.0
    pace.note_silence()
    assert [limits(pace)[0] for _ in range(3)] == [31.0, QUICK_S, QUICK_S]
    still_time.pass_s(DOUBTED_S)
    assert [limits(pace)[0] for _ in range(2)] == [31.0, QUICK_S]
    pace.note(10.0, 20.0)
    assert limits(pace)[0] == 31.0


def test_calls_that_wait_side_by_side_are_one_sign_of_silence(still_time: PassingTime) -> None:
    pace = that_takes(10.0, 20.0)
    still_time.pass_s(31.0)
    pace.note_silence(31.0)
    pace.note_silence(31.0)
    assert [limits(pace)[0] for _ in range(3)] == [31.0, 31.0, 31.0]
    still_time.pass_s(31.0)
    pace.note_silence(31.0)
    assert [limits(pace)[0] for _ in range(2)] == [31.0, QUICK_S]


def test_callers_in_a_hurry_say_nothing_against_a_model(
    api: Api, alice: Person, models: Models, settings: Settings
) -> None:
    settings.LLM_FIRST_TOKEN_S = 0.0
    models.primary.script = models.secondary.script = Script(wire="hang")
    assert transformed(api, alice, 6, tier="rules") == ("rules", None)  # dictionaries are loaded
    told = [transformed(api, alice, number, deadline_ms=900) for number in range(5)]
    assert told == [("rules", "primary: timeout")] * 5
    first = configured_ladder().rungs[0]
    assert isinstance(first, ModelRung)
    assert limits(first.pace) == (UNMEASURED_S, USUAL_S)
    models.primary.script = Script()
    assert transformed(api, alice, 5) == ("primary", None)


def test_who_waits_for_a_slot_loses_none_of_the_models_time(
    models: Models, rung: ModelRung, loop_runner: asyncio.Runner
) -> None:
    models.primary.script = Script(latency_s=0.6)

    async def six() -> list[ModelReply]:
        slots = Slots(1)
        return await asyncio.gather(*(ask(call(rung, first_token_s=2.5, slots=slots)) for _ in range(6)))

    replies = loop_runner.run(six())
    assert [reply.error for reply in replies] == [None] * 6  # the last was sent after three seconds
    assert models.primary.most_under_way == 1
    assert max(reply.silent_s for reply in replies) < 2.5


def test_no_slot_in_time_is_told_and_speaks_against_nobody(
    models: Models, rung: ModelRung, settings: Settings, loop_runner: asyncio.Runner
) -> None:
    settings.LLM_SLOT_S = 0.2
    models.primary.script = Script(latency_s=1.5)

    async def eight() -> list[ModelReply]:
        slots = Slots(1)
        return await asyncio.gather(*(ask(call(rung, first_token_s=9.0, slots=slots)) for _ in range(8)))

    replies = loop_runner.run(eight())
    assert [type(reply.error) for reply in replies] == [type(None), *[ModelCrowded] * 7]
    assert (models.primary.calls, limits(rung.pace)[0] > QUICK_S) == (1, True)


def test_a_crowd_before_a_model_opens_no_breaker(api: Api, alice: Person, models: Models, settings: Settings) -> None:
    settings.LLM_SLOT_S = 0.1
    rung = configured_ladder().rungs[0]
    assert isinstance(rung, ModelRung)
    rung.slots = Slots(0)
    told = [transformed(api, alice, number) for number in range(7)]
    assert told == [("secondary", "primary: no_slot")] * 7
    rung.slots = Slots(1)
    assert transformed(api, alice, 8) == ("primary", None)


def transformed(
    api: Api, alice: Person, number: int, *, deadline_ms: int = 20_000, tier: str = "auto"
) -> tuple[str, str | None]:
    body = {
        "text": f"明日までに直せ。チケット{number}です。",
        "transformation_type": "soften",
        "options": {"tier": tier},
    }
    headers = {"X-TB-Deadline-Ms": str(deadline_ms)}
    found = api(alice).post("/api/v1/transform", json=body, headers=headers).json()
    return found["tier"], found["degraded_reason"]


def test_a_model_that_is_silent_to_its_limit_is_too_slow(
    models: Models, rung: ModelRung, loop_runner: asyncio.Runner
) -> None:
    models.primary.script = Script(wire="hang")
    reply = loop_runner.run(ask(call(rung, first_token_s=0.3)))
    assert isinstance(reply.error, ModelSlow)
    assert reply.silent_s >= 0.3


def test_a_first_call_with_a_message_of_ours_tells_every_process_how_long_it_takes(
    models: Models, rung: ModelRung, loop_runner: asyncio.Runner
) -> None:
    models.primary.script = Script(latency_s=1.2)
    assert loop_runner.run(measured(rung))
    calls = models.primary.calls
    assert (calls, rung.pace.limits().is_measured, rung.pace.limits().first_token_s > QUICK_S) == (2, True, True)
    other = ModelRung("primary", rung.setting, rung.model)
    assert loop_runner.run(measured(other))
    assert (models.primary.calls, limits(other.pace)) == (calls, limits(rung.pace))


def test_a_model_that_is_away_is_measured_when_it_is_there(
    models: Models, rung: ModelRung, loop_runner: asyncio.Runner
) -> None:
    models.primary.script = Script(status=503)
    assert not loop_runner.run(measured(rung))
    assert not rung.pace.is_measured
    cache.clear()
    models.primary.script = Script()
    assert loop_runner.run(measured(rung))
    assert rung.pace.is_measured


def test_what_nobody_has_learned_is_nothing_to_take_over(models: Models, rung: ModelRung) -> None:
    adopt()
    assert not rung.pace.is_measured


def test_a_caller_has_as_long_as_the_models_need(models: Models, settings: Settings) -> None:
    rung = configured_ladder().rungs[0]
    assert isinstance(rung, ModelRung)
    assert [transform_s(usual) for usual in (8.0, 20.0)] == [ANSWER_S, 20.0]
    rung.pace.note(10.0, 12.0)
    assert transform_s(8.0) == 37.0 + RULES_S
    settings.DEADLINES_FIT_MODELS = False
    assert transform_s(8.0) == 8.0


def test_a_page_that_is_looked_at_waits_for_no_model(models: Models, settings: Settings) -> None:
    rung = configured_ladder().rungs[0]
    assert isinstance(rung, ModelRung)
    rung.pace.note(10.0, 12.0)
    usual_s, long_s = 30.0, 37.0 + RULES_S
    asked = [("GET", "/"), ("POST", "/"), ("POST", "/api/v1/transform"), ("POST", "/api/v1/analyze")]
    found = [seconds_of(Exchange(method, path, {}, "127.0.0.1")) for method, path in asked]
    assert found == [usual_s, long_s, long_s, settings.DEADLINE_S]


def test_without_a_model_a_caller_has_the_usual_time() -> None:
    assert transform_s(8.0) == 8.0
