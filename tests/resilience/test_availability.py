"""A server that is away is left alone for a moment."""

import logging

import pytest

from tonebridge.resilience import clock
from tonebridge.resilience.availability import LEFT_ALONE_S, Availability


def test_going_and_coming_are_logged_once_and_every_failure_is_counted(caplog: pytest.LogCaptureFixture) -> None:
    counted: list[int] = []
    availability = Availability("the cache", lambda: counted.append(1))
    with caplog.at_level(logging.WARNING, logger="tonebridge.resilience.availability"):
        for _ in range(3):
            availability.failed(OSError())
        availability.answered()
        availability.answered()
    assert [record.message for record in caplog.records] == ["going on without", "back again"]
    assert len(counted) == 3


def test_it_is_tried_again_after_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    availability = Availability("the cache")
    looks = [availability.is_away]
    availability.failed(OSError())
    looks.append(availability.is_away)
    later = clock.tick() + LEFT_ALONE_S + 0.01
    monkeypatch.setattr(clock, "tick", lambda: later)
    assert [*looks, availability.is_away] == [False, True, False]
