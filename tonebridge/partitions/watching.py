"""What operators see of the months made ahead."""

from tonebridge.partitions.ensure import months_ahead
from tonebridge.resilience import clock
from tonebridge.telemetry import metrics
from tonebridge.telemetry.probes import ProbeFailed

FEWEST = 1


def probe() -> None:
    """The next month exists. An insert makes its own month if need be, so this degrades and doesn't stop."""
    ahead = months_ahead(clock.now())
    if ahead < FEWEST:
        raise ProbeFailed("this month is missing" if ahead < 0 else "next month is missing")


def sample() -> None:
    """Whole months ahead of this one that every table has."""
    metrics.PARTITIONS_AHEAD.set(months_ahead(clock.now()))
