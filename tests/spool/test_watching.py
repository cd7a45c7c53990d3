"""What operators see: ready for as long as somebody is served, and what waits."""

from uuid import uuid4

import pytest
from django.conf import LazySettings

from tests.passing_time import PassingTime
from tonebridge.changes.listener import change_listener
from tonebridge.resilience import clock
from tonebridge.spool import watching
from tonebridge.spool.contracts import Entry
from tonebridge.spool.store import spool
from tonebridge.telemetry import metrics
from tonebridge.telemetry.probes import ProbeFailed, readiness


def is_away() -> None:
    """A probe."""
    raise ProbeFailed("away")


@pytest.fixture(autouse=True)
def _database_away(settings: LazySettings) -> None:
    settings.READINESS_PROBES = {"database": f"{__name__}.is_away"}


@pytest.fixture
def heard(passing_time: PassingTime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The listener has just heard the database."""
    passing_time.stand_still()
    monkeypatch.setattr(change_listener, "last_heartbeat", clock.tick())


@pytest.mark.parametrize(("seconds_ago", "ready"), [(1, True), (89, True), (91, False)])
def test_a_process_is_ready_while_it_serves_those_whom_it_knew(
    heard: None, passing_time: PassingTime, seconds_ago: float, ready: bool
) -> None:
    passing_time.pass_s(seconds_ago)
    found = readiness()
    assert (found.ready, found.degraded) == (ready, ("database",))


def test_where_nothing_may_wait_it_is_not_ready(heard: None, settings: LazySettings) -> None:
    settings.SPOOL_BYTES = 0
    assert not readiness().ready


def test_what_waits_is_seen_and_counted() -> None:
    watching.probe()
    watching.sample()
    assert metrics.SPOOL_BYTES._value.get() == 0
    spool.put(Entry("transformation", uuid4(), uuid4(), {}))
    with pytest.raises(ProbeFailed, match="bytes wait for the database"):
        watching.probe()
    watching.sample()
    assert metrics.SPOOL_BYTES._value.get() > 0
