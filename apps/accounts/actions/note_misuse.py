"""What becomes of something that a caller may not do: counted at once, audited after the answer, a few of each caller at most."""

from apps.accounts.actions.note_refusal import ALTOGETHER
from apps.accounts.actions.record_misuse import PER_CALLER, record_misuse, record_misuse_of_session
from apps.accounts.contracts import Principal
from tonebridge.callers.misuse import Misuse
from tonebridge.limits.token_bucket import LocalBuckets, Rate
from tonebridge.resilience.threads import later
from tonebridge.telemetry.security_events import count_event

_passed = LocalBuckets()


def note_misuse(misuse: Misuse, principal: Principal, *, where: str = "") -> None:
    """Returns at once. `where` is the door in fixed words, never a text of the caller's."""
    count_event(misuse)
    if _admits(f"{misuse}:{principal.credential}", PER_CALLER) and _admits("", ALTOGETHER):
        later(record_misuse, misuse=misuse, principal=principal, where=where)


def note_misuse_of_session(misuse: Misuse, session_key: str, *, where: str = "") -> None:
    """The same on a page, whose reader is looked up after the answer."""
    count_event(misuse)
    if _admits(f"{misuse}:{session_key}", PER_CALLER) and _admits("", ALTOGETHER):
        later(record_misuse_of_session, misuse=misuse, session_key=session_key, where=where)


def _admits(bucket: str, rate: Rate) -> bool:
    return _passed.take(bucket, rate, 1).allowed
