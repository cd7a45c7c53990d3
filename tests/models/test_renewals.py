"""A model's answer is made anew behind a repeat: for nobody, so nobody's key and nobody's deadline count."""

import asyncio

import pytest

from apps.transform.repeats import repeats
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.models.conftest import Models
from tests.models.scripted_server import Script
from tests.running_listener import RunningListener
from tests.waiting import until_async

pytestmark = pytest.mark.django_db(transaction=True)
PATH = "/api/v1/transform"
SOFTEN_ME = {"text": "明日までに直せ。", "transformation_type": "soften"}
LATENCY_S = 0.3
FIRST, SECOND = "明日までに直していただけますか。", "お手数ですが、明日までに直してください。"


@pytest.fixture
def door(listening: RunningListener, api: Api, alice: Person, models: Models) -> FrontDoor:
    """Alice's, who was answered once; that answer is no longer fresh."""
    listening.wait()
    models.primary.script = Script(writes=lambda _message: FIRST)
    found = api(alice)
    assert found.post(PATH, SOFTEN_ME).json()["transformed_text"] == FIRST
    for entry in repeats.memory._entries.values():
        entry.stale_from = 0.0
    models.primary.script = Script(writes=lambda _message: SECOND, latency_s=LATENCY_S)
    return found


def test_a_renewal_does_not_settle_the_key_of_the_call_it_follows(door: FrontDoor, loop_runner: asyncio.Runner) -> None:
    keyed = door.as_(Idempotency_Key="order-1")
    given = keyed.post(PATH, SOFTEN_ME)
    loop_runner.run(until_async(lambda: not repeats._making))
    assert given.json()["transformed_text"] == FIRST
    again = keyed.post(PATH, SOFTEN_ME)
    assert (again.headers.get("idempotency-replayed"), again.content) == ("true", given.content)
    assert door.post(PATH, SOFTEN_ME).json()["transformed_text"] == SECOND


def test_a_renewal_takes_the_time_that_it_needs(door: FrontDoor, loop_runner: asyncio.Runner) -> None:
    hurried = door.as_(X_TB_Deadline_Ms=str(int(LATENCY_S * 1000) // 2))
    assert hurried.post(PATH, SOFTEN_ME).json()["transformed_text"] == FIRST
    loop_runner.run(until_async(lambda: not repeats._making))
    assert door.post(PATH, SOFTEN_ME).json()["transformed_text"] == SECOND
