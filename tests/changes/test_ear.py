"""The database tells, the process hears."""

import asyncio
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from apps.accounts.models import User
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.listener import Listener
from tonebridge.changes.ear import DEAF_AFTER_S, Ear, address
from tonebridge.gateway.known_callers import known_callers
from tonebridge.resilience import clock

pytestmark = pytest.mark.django_db(transaction=True)
ME = "/api/v1/auth/me"


@pytest.fixture
def listener(loop_runner: asyncio.Runner) -> Iterator[Listener]:
    found = Listener(loop_runner, Ear())
    loop_runner.run(found.begin())
    found.heard.clear()
    yield found
    loop_runner.run(found.ear.stop())


def test_a_change_is_heard_when_it_is_committed_and_not_before(listener: Listener, alice: Person) -> None:
    with transaction.atomic():
        User.objects.filter(id=alice.user.id).update(is_active=False)
        listener.run(0.05)
        assert listener.heard == []
    listener.wait()
    assert listener.heard == [str(alice.user.id)]


def test_a_change_that_is_rolled_back_is_not_heard(listener: Listener, alice: Person) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        User.objects.filter(id=alice.user.id).update(is_active=False)
        raise ZeroDivisionError
    listener.wait()
    assert listener.heard == []


def test_what_changes_nobodys_standing_is_not_told(listener: Listener, alice: Person) -> None:
    User.objects.filter(id=alice.user.id).update(full_name="Alice Again")
    listener.wait()
    assert listener.heard == []


def test_a_broken_connection_makes_deaf_at_once_and_everything_doubtful(listener: Listener) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' OR query = 'SELECT 1'"
        )
    listener.wait()
    assert not listener.ear.hears
    assert listener.heard == ["*"]


def test_a_silent_connection_makes_deaf_after_two_seconds(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    later = clock.tick() + DEAF_AFTER_S + 0.1
    monkeypatch.setattr(clock, "tick", lambda: later)
    assert not listener.ear.hears


def known(ears: Listener, api: Api, person: Person) -> FrontDoor:
    """Somebody's door, after a call that made them known."""
    ears.wait()  # their own coming is news, too
    door = api(person)
    assert door.get(ME).status_code == 200
    assert known_callers.find("bearer", person.access_token)
    return door


def test_it_listens_at_the_server_that_is_named_for_it(settings: Settings) -> None:
    settings.DATABASE_LISTEN = settings.DATABASES["default"] | {"HOST": "db.example.com"}
    assert address()["host"] == "db.example.com"


class Stubborn(Ear):
    """Its connection swallows the first attempt to end it."""

    async def _listen_again_and_again(self) -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            await asyncio.sleep(60)


def test_it_stops_even_where_a_driver_swallows_the_first_attempt(loop_runner: asyncio.Runner) -> None:
    async def begin_and_stop() -> None:
        stubborn = Stubborn()
        stubborn.start()
        await asyncio.sleep(0.01)
        await asyncio.wait_for(stubborn.stop(), 5)

    loop_runner.run(begin_and_stop())


def test_a_caller_is_read_once_and_then_known(ears: Listener, api: Api, alice: Person) -> None:
    known(ears, api, alice)
    found = known_callers.find("bearer", alice.access_token)
    assert found is not None and found.principal.user_id == alice.user.id


def test_a_token_that_begins_like_a_known_one_is_nobodys(ears: Listener, api: Api, alice: Person) -> None:
    door = known(ears, api, alice)
    forged = alice.access_token[:-8] + "AAAAAAAA"
    assert door.as_(Authorization=f"Bearer {forged}").get(ME).status_code == 401


def test_a_known_token_shown_as_a_key_is_nobodys(ears: Listener, visitor: FrontDoor, api: Api, alice: Person) -> None:
    known(ears, api, alice)
    assert visitor.as_(X_API_Key=alice.access_token).get(ME).status_code == 401


def test_a_known_caller_who_is_suspended_is_refused(ears: Listener, api: Api, alice: Person) -> None:
    door = known(ears, api, alice)
    User.objects.filter(id=alice.user.id).update(is_active=False)
    ears.wait()
    assert door.get(ME).status_code == 401


def test_a_known_caller_who_verifies_their_address_may_do_more_at_once(ears: Listener, api: Api, alice: Person) -> None:
    User.objects.filter(id=alice.user.id).update(email_verified_at=None)
    door = known(ears, api, alice)
    assert door.post("/api/v1/api-keys", {"name": "ci"}).status_code == 403
    User.objects.filter(id=alice.user.id).update(email_verified_at=clock.now())
    ears.wait()
    assert door.post("/api/v1/api-keys", {"name": "ci"}).status_code == 201


def test_a_known_token_is_refused_after_signing_out(ears: Listener, api: Api, alice: Person) -> None:
    door = known(ears, api, alice)
    assert door.post("/api/v1/auth/logout", {}).status_code == 204
    ears.wait()
    assert door.get(ME).status_code == 401


def test_nobody_is_known_without_an_ear(visitor: FrontDoor, api: Api, alice: Person) -> None:
    assert api(alice).get(ME).status_code == 200
    assert known_callers.find("bearer", alice.access_token) is None


def test_who_was_read_while_something_changed_is_not_remembered(ears: Listener, alice: Person) -> None:
    from apps.accounts.queries.credentials import caller_of_token

    moment = known_callers.moment
    caller = caller_of_token(alice.access_token)
    ears.ear.hear(f"user:{uuid4()}")
    known_callers.remember("bearer", alice.access_token, caller, moment)
    assert known_callers.find("bearer", alice.access_token) is None
