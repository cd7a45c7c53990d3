"""The database notifies, the process listens."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from apps.accounts.models import User
from tests.accounts.racing import elsewhere
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.passing_time import PassingTime
from tests.running_listener import RunningListener
from tonebridge.changes.listener import TIMEOUT_S, ChangeListener, address
from tonebridge.gateway.known_callers import known_callers
from tonebridge.resilience import clock

pytestmark = pytest.mark.django_db(transaction=True)
ME = "/api/v1/auth/me"


@pytest.fixture
def listener(loop_runner: asyncio.Runner) -> Iterator[RunningListener]:
    found = RunningListener(loop_runner, ChangeListener())
    loop_runner.run(found.begin())
    found.heard.clear()
    yield found
    loop_runner.run(found.listener.stop())


def test_a_change_is_heard_when_it_is_committed_and_not_before(listener: RunningListener, alice: Person) -> None:
    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        User.objects.filter(id=alice.user.id).update(is_active=False)
        listener.until_heard(str(elsewhere(pool, listener.mark).result()))
        assert listener.heard == []
    listener.wait()
    assert listener.heard == [str(alice.user.id)]


def test_a_change_that_is_rolled_back_is_not_heard(listener: RunningListener, alice: Person) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        User.objects.filter(id=alice.user.id).update(is_active=False)
        raise ZeroDivisionError
    listener.wait()
    assert listener.heard == []


def test_what_changes_nobodys_standing_is_not_told(listener: RunningListener, alice: Person) -> None:
    User.objects.filter(id=alice.user.id).update(full_name="Alice Again")
    listener.wait()
    assert listener.heard == []


def test_after_a_broken_connection_nothing_is_current(listener: RunningListener) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND (query LIKE 'LISTEN%' OR query = 'SELECT 1')"  # other processes' connections stay
        )
    listener.wait()
    assert not listener.listener.is_current
    assert listener.heard == ["*"]


def test_after_two_seconds_of_silence_nothing_is_current(
    loop_runner: asyncio.Runner, passing_time: PassingTime
) -> None:
    passing_time.stand_still()
    listener = RunningListener(loop_runner, ChangeListener())
    loop_runner.run(listener.begin())
    passing_time.pass_s(TIMEOUT_S - 0.25)
    assert listener.listener.is_current
    passing_time.pass_s(0.25)
    is_current = listener.listener.is_current
    loop_runner.run(listener.listener.stop())
    assert not is_current


def known(listening: RunningListener, api: Api, person: Person) -> FrontDoor:
    """Somebody's door, after a call that made them known."""
    listening.wait()  # their own coming is news, too
    door = api(person)
    assert door.get(ME).status_code == 200
    assert known_callers.find("bearer", person.access_token)
    return door


def test_it_listens_at_the_server_that_is_named_for_it(settings: Settings) -> None:
    settings.DATABASE_LISTEN = settings.DATABASES["default"] | {"HOST": "db.example.com"}
    assert address()["host"] == "db.example.com"


class Stubborn(ChangeListener):
    """Its connection swallows the first attempt to end it."""

    swallowed = 0

    async def _listen_forever(self) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.swallowed += 1
            await asyncio.Event().wait()


def test_it_stops_even_where_a_driver_swallows_the_first_attempt(loop_runner: asyncio.Runner) -> None:
    stubborn = Stubborn()

    async def begin_and_stop() -> None:
        stubborn.start()
        await asyncio.sleep(0)  # it has begun
        await asyncio.wait_for(stubborn.stop(), 20)

    loop_runner.run(begin_and_stop())
    assert stubborn.swallowed == 1


def test_a_caller_is_read_once_and_then_known(listening: RunningListener, api: Api, alice: Person) -> None:
    known(listening, api, alice)
    found = known_callers.find("bearer", alice.access_token)
    assert found is not None and found.principal.user_id == alice.user.id


def test_a_token_that_begins_like_a_known_one_is_nobodys(listening: RunningListener, api: Api, alice: Person) -> None:
    door = known(listening, api, alice)
    forged = alice.access_token[:-8] + "AAAAAAAA"
    assert door.as_(Authorization=f"Bearer {forged}").get(ME).status_code == 401


def test_a_known_token_shown_as_a_key_is_nobodys(
    listening: RunningListener, visitor: FrontDoor, api: Api, alice: Person
) -> None:
    known(listening, api, alice)
    assert visitor.as_(X_API_Key=alice.access_token).get(ME).status_code == 401


def test_a_known_caller_who_is_suspended_is_refused(listening: RunningListener, api: Api, alice: Person) -> None:
    door = known(listening, api, alice)
    User.objects.filter(id=alice.user.id).update(is_active=False)
    listening.wait()
    assert door.get(ME).status_code == 401


def test_a_known_caller_who_verifies_their_address_may_do_more_at_once(
    listening: RunningListener, api: Api, alice: Person
) -> None:
    User.objects.filter(id=alice.user.id).update(email_verified_at=None)
    door = known(listening, api, alice)
    assert door.post("/api/v1/api-keys", {"name": "ci"}).status_code == 403
    User.objects.filter(id=alice.user.id).update(email_verified_at=clock.now())
    listening.wait()
    assert door.post("/api/v1/api-keys", {"name": "ci"}).status_code == 201


def test_a_known_token_is_refused_after_signing_out(listening: RunningListener, api: Api, alice: Person) -> None:
    door = known(listening, api, alice)
    assert door.post("/api/v1/auth/logout", {}).status_code == 204
    listening.wait()
    assert door.get(ME).status_code == 401


def test_nobody_is_known_without_an_ear(visitor: FrontDoor, api: Api, alice: Person) -> None:
    assert api(alice).get(ME).status_code == 200
    assert known_callers.find("bearer", alice.access_token) is None


def test_who_was_read_while_something_changed_is_not_remembered(listening: RunningListener, alice: Person) -> None:
    from apps.accounts.queries.credentials import caller_of_token

    moment = known_callers.moment
    caller = caller_of_token(alice.access_token)
    listening.listener.dispatch(f"user:{uuid4()}")
    known_callers.remember("bearer", alice.access_token, caller, moment)
    assert known_callers.find("bearer", alice.access_token) is None
