"""What becomes of a refused credential: counted at once, audited after the answer, a few of each address at most."""

from apps.accounts.actions.record_refused_credential import PER_ADDRESS, record_refused_credential
from tonebridge.callers.misuse import REFUSALS, Refusal
from tonebridge.limits.sites import site_of_address
from tonebridge.limits.token_bucket import LocalBuckets, Rate
from tonebridge.resilience.threads import later
from tonebridge.telemetry import metrics

ALTOGETHER = Rate(50, 1)
"""Handed over by one process, whatever the addresses: a flood must not fill the threads. The verb's own limits are
shared by all processes, and stricter."""
_passed = LocalBuckets()
_counters = metrics.children(metrics.CREDENTIALS_REFUSED, REFUSALS)


def note_refusal(refusal: Refusal, shown: str, address: str) -> None:
    """Returns at once: who was refused learns nothing from how long it took."""
    _counters[refusal].inc()
    if _admits(site_of_address(address), PER_ADDRESS) and _admits("", ALTOGETHER):
        later(record_refused_credential, refusal=refusal, shown=shown)


def _admits(bucket: str, rate: Rate) -> bool:
    return _passed.take(bucket, rate, 1).allowed
