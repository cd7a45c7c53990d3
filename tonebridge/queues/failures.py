"""What may be written down of an error: its code, its class and where it happened. Not what it says: that can
quote a user's text. Our own errors and Celery's say nothing of users and are kept in their own words."""

from dataclasses import dataclass

from celery.exceptions import SoftTimeLimitExceeded, TimeLimitExceeded
from django.utils import translation

from tonebridge.errors import Internal, TimedOut, ToneBridgeError
from tonebridge.telemetry.logs import class_name, places


class InOurWords(Exception):
    """What it says is ours, and quotes nobody: it is kept as it stands."""


class WorkerLost(InOurWords):
    """The worker stopped renewing its lease: killed, cut off, or stuck."""


@dataclass(frozen=True)
class Failure:
    """An error fit to be kept. `permanent`: the same work can't succeed later. `wait_s`: not before that long."""

    code: str
    error_class: str
    message: str
    permanent: bool = False
    wait_s: int = 0


def failure_of(error: BaseException) -> Failure:
    """The error without anything a user wrote."""
    if isinstance(error, ToneBridgeError):
        return Failure(error.code, class_name(error), _sentence(error), error.permanent, error.retry_after_s or 0)
    late = isinstance(error, SoftTimeLimitExceeded | TimeLimitExceeded)
    return Failure(TimedOut.code if late else Internal.code, class_name(error), _said(error))


def _sentence(error: ToneBridgeError) -> str:
    with translation.override("en"):
        return str(type(error).sentence)


def _said(error: BaseException) -> str:
    if isinstance(error, InOurWords) and str(error):
        return str(error)[:500]
    if type(error).__module__.partition(".")[0] in {"celery", "billiard", "kombu"}:
        return str(error)[:500]
    return next(reversed(places(error.__traceback__)), "")[-500:]
