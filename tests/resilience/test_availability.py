"""A server that is away is left alone for a moment."""

import logging

import pytest

from tests.passing_time import PassingTime
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


def test_it_is_tried_again_after_a_second(passing_time: PassingTime) -> None:
    passing_time.stand_still()
    availability = Availability("the cache")
    looks = [availability.is_away]
    availability.failed(OSError())
    for pause in (0.0, LEFT_ALONE_S - 0.25, 0.25):
        passing_time.pass_s(pause)
        looks.append(availability.is_away)
    assert looks == [False, True, True, False]
