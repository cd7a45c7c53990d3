"""How a model fails, in words that the ladder falls on. `word` is what a result says about it."""

from collections.abc import Mapping
from typing import ClassVar

from apps.transform.contracts import Complaint
from tonebridge.errors import Internal, InvalidRequest, RateLimited, TimedOut, ToneBridgeError, Unavailable

LONGEST_PARKED_S = 60
PASSING = frozenset({408, 409, 425})
"""Refusals that time heals."""


class ModelAway(Unavailable):
    """No connection, or an error on the other side."""

    word: ClassVar[str] = "unavailable"


class ModelSlow(TimedOut):
    """It didn't begin, or go on, or end in time."""

    word: ClassVar[str] = "timeout"


class ModelHurried(ModelSlow):
    """The caller had less time for it than it is given otherwise: says nothing against the model."""


class ModelBusy(RateLimited):
    """It refuses for a while. `retry_after_s` is 1 to 60."""

    word: ClassVar[str] = "rate_limited"


class ModelCrowded(Unavailable):
    """As many calls to it are under way as it may have, and none ended in time. Says nothing against the model."""

    word: ClassVar[str] = "no_slot"


class ModelGarbled(Unavailable):
    """What came was no answer: cut off, broken, empty, without end."""

    word: ClassVar[str] = "garbled"


class ModelMisconfigured(Internal):
    """A key, a name or an address is wrong: somebody has to look at the settings; trying again can't help."""

    permanent = True
    word: ClassVar[str] = "misconfigured"


class ModelDeclined(InvalidRequest):
    """It won't take this message: too long for it, or against its rules."""

    word: ClassVar[str] = "declined"


class AnswerRejected(InvalidRequest):
    """It answered, but not with something that may be shown."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__()
        self.word = f"check {complaint.code}"


class RulesFailed(Internal):
    """A mistake in the rules: ours, and logged with its place."""

    word: ClassVar[str] = "failed"


class NothingSimilar(Unavailable):
    """No earlier result will do for this message."""

    word: ClassVar[str] = "nothing_similar"


def word_of(error: ToneBridgeError) -> str:
    """What a result says about it."""
    return str(getattr(error, "word", error.code.lower()))


def failure_of(error: Exception) -> ToneBridgeError:
    """The failure behind whatever a model's library raised."""
    from langchain_core import exceptions as raised

    if isinstance(error, ToneBridgeError):
        return error
    if isinstance(error, raised.ModelRateLimitError):
        return ModelBusy(retry_after_s=_retry_after(error))
    if isinstance(error, raised.ModelTimeoutError | TimeoutError):
        return ModelSlow()
    if isinstance(error, raised.ModelConnectionError | raised.ModelAPIError | OSError):
        return ModelAway()
    misconfigured = (
        raised.ModelAuthenticationError,
        raised.ModelPermissionDeniedError,
        raised.ModelNotFoundError,
    )
    if isinstance(error, misconfigured):
        return ModelMisconfigured()
    if isinstance(error, raised.ModelInvalidRequestError | raised.ContextOverflowError | raised.ModelRefusalError):
        return ModelDeclined()
    return _by_status(getattr(error, "status_code", None)) or (ModelAway() if _is_transport(error) else ModelGarbled())


def _by_status(status: int | None) -> ToneBridgeError | None:
    """For answers that the libraries have no name for."""
    if status is None or status < 400:
        return None
    return ModelDeclined() if status < 500 and status not in PASSING else ModelAway()


def _is_transport(error: Exception) -> bool:
    """A connection that broke while the answer came; the libraries leave those as they are."""
    return any(
        kind.__module__.startswith("httpx") and kind.__name__ == "TransportError" for kind in type(error).__mro__
    )


def _retry_after(error: Exception) -> int:
    """Seconds, 1 to 60: what isn't a number of seconds, or none, is 1."""
    headers: Mapping[str, str] = getattr(getattr(error, "response", None), "headers", {})
    named = headers.get("retry-after", "").strip()
    return min(LONGEST_PARKED_S, max(1, int(named))) if named.isascii() and named.isdigit() else 1
