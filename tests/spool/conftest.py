"""A database that goes away for a web process that listens for changes, and comes back."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import OperationalError, connection

from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.running_listener import RunningListener
from tonebridge.changes.listener import change_listener
from tonebridge.gateway.known_callers import known_callers
from tonebridge.spool.database_availability import NEVER, database
from tonebridge.spool.store import spool

Away = Callable[[], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def spool_folder(settings: LazySettings, tmp_path: Path) -> Iterator[Path]:
    """Each test has its own, and leaves nothing behind in the process."""
    settings.SPOOL_DIR = tmp_path / "spool"
    database._until = NEVER
    yield settings.SPOOL_DIR
    while spool.work_off(lambda _entry: None):
        pass


def refuse(*_call: Any) -> None:
    """As a driver does whose connection is lost."""
    raise OperationalError("the connection is lost")


class NoServer:
    """In place of psycopg's connections."""

    @staticmethod
    async def connect(**_address: Any) -> None:
        raise OSError


@pytest.fixture
def away(listening: RunningListener, monkeypatch: pytest.MonkeyPatch) -> Away:
    """Inside the block neither the process nor its listener reaches the database."""

    async def listen() -> None:
        change_listener.start()

    @contextmanager
    def gone() -> Iterator[None]:
        listening.runner.run(change_listener.stop())
        with monkeypatch.context() as patched, connection.execute_wrapper(refuse):
            patched.setattr("tonebridge.changes.listener.psycopg.AsyncConnection", NoServer)
            listening.runner.run(listen())
            yield
            listening.runner.run(change_listener.stop())
        listening.runner.run(listening.begin())

    return gone


@pytest.fixture
def door(listening: RunningListener, api: Api, alice: Person) -> FrontDoor:
    """As alice, whom the process knows: she has called before."""
    return known(listening, api, alice)


def known(listening: RunningListener, api: Api, person: Person) -> FrontDoor:
    """As somebody who has transformed a message before."""
    found = api(person)
    listening.wait()  # a person's own coming is news
    assert found.get("/api/v1/usage").status_code == 200
    assert known_callers.find("bearer", person.access_token)
    assert found.post("/api/v1/transform", {"text": "先に直せ。", "transformation_type": "soften"}).status_code == 200
    return found
