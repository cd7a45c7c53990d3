"""What all tests share: the front door, and a clean cache for each test that goes through it."""

import asyncio
import gc
from collections.abc import Generator, Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.cast import alice, bob, charlie, plans
from tests.emptying import empty_after_tests_that_commit
from tests.front_door import Api, FrontDoor, api_through, connection_left_open
from tests.passing_time import PassingTime, passing, still_at_the_server
from tests.running_listener import RunningListener
from tonebridge.limits.leases import leases
from tonebridge.limits.refused_credentials import refused_credentials
from tonebridge.limits.used_up_days import used_up_days
from tonebridge.resilience.redis_client import close_redis_client
from tonebridge.tenancy.system import as_system

__all__ = ["alice", "bob", "charlie", "plans"]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """12,000 tests and all modules stay until the end: the collector never walks them, neither while they come in nor later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those of a browser first: the process that begins with them keeps them, since others take from the end of its list."""
    items.sort(key=lambda item: "product" not in getattr(item, "fixturenames", ()))


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
    """Somebody who hasn't signed in."""
    import tonebridge.asgi  # its middleware is made of settings that no test has changed yet

    assert tonebridge.asgi.application
    cache.clear()
    refused_credentials.forget()
    leases.forget()
    used_up_days.forget()
    with connection_left_open():
        yield FrontDoor(loop_runner)


@pytest.fixture
def api(visitor: FrontDoor) -> Api:
    return api_through(visitor.runner)


@pytest.fixture
def listening(loop_runner: asyncio.Runner, transactional_db: None) -> Iterator[RunningListener]:
    """The process listens for changes, as a web process does: callers and answers are remembered."""
    from tonebridge.changes.listener import change_listener

    found = RunningListener(loop_runner, change_listener)
    loop_runner.run(found.begin())
    yield found
    loop_runner.run(change_listener.stop())


@pytest.fixture
def passing_time() -> Iterator[PassingTime]:
    """Time goes on, and passes when the test says so."""
    with passing() as found:
        yield found


@pytest.fixture
def still_time(passing_time: PassingTime) -> Iterator[PassingTime]:
    """Time stands still until the test lets it pass, also for the cache server's breakers and token buckets: what was taken stays taken."""
    with still_at_the_server(passing_time):
        yield passing_time


@pytest.fixture
def quick_look(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is open is looked at every 20 ms, and closed at the end."""
    from apps.accounts.queries import live_watch

    monkeypatch.setattr(live_watch, "EVERY_S", 0.02)
    monkeypatch.setattr(live_watch.watch, "_looking", None)
    yield
    assert live_watch.watch._open == set()
