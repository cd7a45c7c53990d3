"""What all tests share: the front door, and a clean cache for each test that goes through it."""

import asyncio
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from pytest_django import DjangoDbBlocker

from tests.cast import alice, bob, charlie, plans
from tests.emptying import empty_after_tests_that_commit
from tests.front_door import Api, FrontDoor
from tests.listener import Listener
from tonebridge.resilience.leases import leases
from tonebridge.resilience.redis_client import close_redis_client
from tonebridge.resilience.refused_credentials import refused_credentials
from tonebridge.tenancy.system import as_system

__all__ = ["alice", "bob", "charlie", "plans"]


@pytest.fixture(scope="session", autouse=True)
def _the_tests_own_lines_see_everything() -> Iterator[None]:
    """Doors begin as nobody; what a test does with models itself is the system's."""
    with as_system("tests"):
        yield


@pytest.fixture(scope="session")
def loop_runner() -> Iterator[asyncio.Runner]:
    """One loop for the session: the asynchronous Redis client belongs to it."""
    with asyncio.Runner() as runner:
        yield runner
        runner.run(close_redis_client())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    empty_after_tests_that_commit()


@pytest.fixture(scope="module")
def standing_data(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What is made in it stands for all tests of a module, whose own changes are undone as ever; for those without `transactional_db`."""
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]  # so that a durable block may stand in it, as in Django's own TestCase
    with django_db_blocker.unblock(), around:
        yield
        transaction.set_rollback(True)


@pytest.fixture
def visitor(loop_runner: asyncio.Runner, db: None) -> Iterator[FrontDoor]:
    """Somebody who hasn't signed in. As in Django's own test client, the end of a request leaves the connection open."""
    import tonebridge.asgi  # its middleware is made of settings that no test has changed yet

    assert tonebridge.asgi.application
    cache.clear()
    refused_credentials.forget()
    leases.forget()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield FrontDoor(loop_runner)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def api(visitor: FrontDoor) -> Api:
    """The front door as a person of the cast, by an access token."""
    return lambda person: visitor.as_(Authorization=f"Bearer {person.access_token}")


@pytest.fixture
def ears(loop_runner: asyncio.Runner, transactional_db: None) -> Iterator[Listener]:
    """The process listens for changes, as a web process does: callers and answers are remembered."""
    from tonebridge.changes.ear import ear

    found = Listener(loop_runner, ear)
    loop_runner.run(found.begin())
    yield found
    loop_runner.run(ear.stop())


@pytest.fixture
def quick_look(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is open is looked at every 20 ms, and closed at the end."""
    from apps.accounts.queries import live_watch

    monkeypatch.setattr(live_watch, "EVERY_S", 0.02)
    monkeypatch.setattr(live_watch.watch, "_looking", None)
    yield
    assert live_watch.watch._open == set()
