"""Somebody else changes the same: that is told in words, and is no trouble of the database."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import InternalError, OperationalError, connection, transaction
from django.test import Client

from apps.transform.models import GlossaryTerm
from apps.transform.queries.glossary import hold_glossary
from tests.accounts.racing import elsewhere
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.spool.test_degraded_mode import StateError
from tests.transform.api.test_glossary_files import CSV, upload
from tonebridge.gateway.problems import as_known
from tonebridge.resilience.database_errors import trouble_of
from tonebridge.spool.database_availability import is_unreachable

WORDS = "Someone else is changing this right now. Try again in a moment."


def by_file(door: FrontDoor, _person: Person) -> tuple[int, str, str]:
    answer = upload(door, CSV.encode())
    return answer.status_code, answer.json()["detail"], answer.headers["retry-after"]


def by_term(door: FrontDoor, _person: Person) -> tuple[int, str, str]:
    answer = door.post("/api/v1/glossary/terms", {"term": "SLA", "language": "en", "plain": "promise"})
    return answer.status_code, answer.json()["detail"], answer.headers["retry-after"]


def on_the_page(_door: FrontDoor, person: Person) -> tuple[int, str, str]:
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(person.user)
    answer = browser.post("/glossary/import/", {"content": CSV})
    return answer.status_code, WORDS if WORDS in answer.content.decode() else "", answer["Retry-After"]


@pytest.fixture
def held(alice: Person) -> Iterator[None]:
    """A colleague's import that takes its time; nobody waits long for it."""
    holding, over = Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            hold_glossary(alice.principal)
            holding.set()
            over.wait(60)

    with ThreadPoolExecutor(1) as pool, connection.cursor() as cursor:
        done = elsewhere(pool, hold)
        assert holding.wait(20)
        cursor.execute("SET lock_timeout = '20ms'")
        try:
            yield
        finally:
            cursor.execute("RESET lock_timeout")
            over.set()
            done.result(20)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("door", [by_file, by_term, on_the_page], ids=lambda door: door.__name__)
def test_a_glossary_that_somebody_else_changes_is_no_outage(
    held: None,
    api: Api,
    alice: Person,
    caplog: pytest.LogCaptureFixture,
    door: Callable[[FrontDoor, Person], tuple[int, str, str]],
) -> None:
    english = api(alice).as_(Accept_Language="en")
    with caplog.at_level(logging.INFO):
        assert door(english, alice) == (503, WORDS, "1")
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert "database row or lock in use" in caplog.messages
    assert GlossaryTerm.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "state", "expected", "status"),
    [
        (OperationalError, None, "away", 503),
        (OperationalError, "57P01", "away", 503),
        (OperationalError, "57014", "refusing", 503),
        (OperationalError, "53100", "refusing", 503),
        (InternalError, "25006", "refusing", 503),
        (OperationalError, "55P03", "in use", 503),
        (OperationalError, "40P01", "in use", 503),
        (OperationalError, "40001", "in use", 503),
    ],
)
def test_whoever_answers_and_whoever_goes_on_without_it_agree(
    kind: type[Exception], state: str | None, expected: str, status: int
) -> None:
    error = kind()
    error.__cause__ = StateError(state)
    assert (trouble_of(error), as_known(error).status) == (expected, status)
    assert is_unreachable(error) is (expected == "away")
