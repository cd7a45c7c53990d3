"""A server that is away is left alone for a moment."""

import logging

import pytest

from tonebridge.resilience import clock
from tonebridge.resilience.away import LEFT_ALONE_S, Away


def test_going_and_coming_are_logged_once_and_every_failure_is_counted(caplog: pytest.LogCaptureFixture) -> None:
    counted: list[int] = []
    away = Away("the cache", lambda: counted.append(1))
    with caplog.at_level(logging.WARNING, logger="tonebridge.resilience.away"):
        for _ in range(3):
            away.failed(OSError())
        away.answered()
        away.answered()
    assert [record.message for record in caplog.records] == ["going on without", "back again"]
    assert len(counted) == 3


def test_it_is_tried_again_after_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    away = Away("the cache")
    looks = [away.now]
    away.failed(OSError())
    looks.append(away.now)
    later = clock.tick() + LEFT_ALONE_S + 0.01
    monkeypatch.setattr(clock, "tick", lambda: later)
    assert [*looks, away.now] == [False, True, False]
