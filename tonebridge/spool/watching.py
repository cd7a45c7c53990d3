"""What operators see of it."""

from django.conf import settings

from tonebridge.spool.store import bytes_held
from tonebridge.telemetry import metrics
from tonebridge.telemetry.probes import ProbeFailed


def probe() -> None:
    """`settings.READINESS_PROBES`: nothing waits."""
    if held := bytes_held():
        raise ProbeFailed(f"{held} of {settings.SPOOL_BYTES} bytes wait for the database")


def sample() -> None:
    """`settings.METRICS_SAMPLERS`"""
    metrics.SPOOL_BYTES.set(bytes_held())
