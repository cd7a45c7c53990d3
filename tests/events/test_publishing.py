"""Telling others what happened: after the commit, each on its own, nobody in the way."""

from dataclasses import dataclass

import pytest
from django.conf import LazySettings
from django.db import transaction

from tonebridge.events.publish import publish

pytestmark = pytest.mark.django_db(transaction=True)
heard: list[str] = []
HERE = __name__


@dataclass(frozen=True)
class MessageSent:
    message_id: str


@dataclass
class Changeable:
    message_id: str


def hear(event: MessageSent) -> None:
    heard.append(event.message_id)


def stumble(event: MessageSent) -> None:
    raise RuntimeError(f"これは本文です {event.message_id}")


@pytest.fixture(autouse=True)
def receivers(settings: LazySettings) -> None:
    heard.clear()
    settings.EVENT_RECEIVERS = {f"{HERE}.MessageSent": [f"{HERE}.stumble", f"{HERE}.nowhere", f"{HERE}.hear"]}


def test_receivers_hear_of_it_after_the_commit() -> None:
    with transaction.atomic():
        publish(MessageSent("7"))
        assert heard == []
    assert heard == ["7"]


def test_what_was_rolled_back_never_happened() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        publish(MessageSent("7"))
        raise RuntimeError
    assert heard == []


def test_a_receiver_that_fails_stops_nobody_and_is_logged_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    publish(MessageSent("7"))
    assert heard == ["7"]
    assert [getattr(record, "receiver", "") for record in caplog.records] == [f"{HERE}.stumble", f"{HERE}.nowhere"]
    assert "本文" not in "".join(str(vars(record)) for record in caplog.records)


def test_an_event_nobody_waits_for_is_fine(settings: LazySettings) -> None:
    settings.EVENT_RECEIVERS = {}
    publish(MessageSent("7"))
    assert heard == []


@pytest.mark.parametrize("event", [Changeable("7"), "7", None])
def test_only_what_cannot_change_is_an_event(event: object) -> None:
    with pytest.raises(TypeError, match="frozen"):
        publish(event)
