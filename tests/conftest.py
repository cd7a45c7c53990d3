"""What all tests share: the front door, and a clean cache for each test that goes through it."""

import asyncio
import os
from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.cast import alice, bob, charlie, plans
from tests.front_door import Api, FrontDoor

__all__ = ["alice", "bob", "charlie", "plans"]

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the loop and the database share the test's one thread


@pytest.fixture(scope="session")
def loop_runner() -> Iterator[asyncio.Runner]:
    """One loop for the session: the asynchronous Redis client belongs to it."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def visitor(loop_runner: asyncio.Runner, db: None) -> FrontDoor:
    """Somebody who hasn't signed in."""
    cache.clear()
    return FrontDoor(loop_runner)


@pytest.fixture
def api(visitor: FrontDoor) -> Api:
    """The front door as a person of the cast, by an access token."""
    return lambda person: visitor.as_(Authorization=f"Bearer {person.access_token}")
