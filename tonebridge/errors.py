"""The tree of errors a caller can meet. A leaf is one problem of the public contract.

    ToneBridgeError                 code                     status
    ├── Unauthorized                UNAUTHORIZED             401
    │   ├── InvalidToken            INVALID_TOKEN            401
    │   └── TokenExpired            TOKEN_EXPIRED            401
    ├── InsufficientPermissions     INSUFFICIENT_PERMISSIONS 403
    │   ├── ReauthenticationRequired REAUTHENTICATION_REQUIRED 403
    │   └── EmailNotVerified        EMAIL_NOT_VERIFIED       403
    ├── InvalidRequest              INVALID_REQUEST          400
    ├── ValidationFailed            VALIDATION_ERROR         400   carries `fields`
    │   └── LinkOver                VALIDATION_ERROR         400   a link from a mail
    ├── NotFound                    NOT_FOUND                404
    ├── BodyTooSlow                 INVALID_REQUEST          408
    ├── MethodNotAllowed            INVALID_REQUEST          405
    ├── Conflict                    CONFLICT                 409
    │   ├── AlreadyExists           ALREADY_EXISTS           409
    │   ├── LimitReached            LIMIT_REACHED            409
    │   └── OnHold                  LEGAL_HOLD               409
    ├── PayloadTooLarge             PAYLOAD_TOO_LARGE        413
    ├── UnsupportedMediaType        UNSUPPORTED_MEDIA_TYPE   415
    ├── IdempotencyMismatch         IDEMPOTENCY_MISMATCH     422
    ├── RateLimited                 RATE_LIMITED             429   carries `retry_after_s`
    ├── QuotaExceeded               QUOTA_EXCEEDED           429   carries `retry_after_s` and `figures`
    ├── Internal                    INTERNAL_ERROR           500
    ├── Unavailable                 SERVICE_UNAVAILABLE      503   carries `retry_after_s`
    └── TimedOut                    TIMEOUT                  504

`permanent` says whether the same call can succeed later. Details are lazy translations: `gateway/problems.py`
renders them in the caller's language.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field. `field` is a dotted path; `code` is a stable word; `detail` is for people."""

    field: str
    code: str
    detail: str | Promise


@dataclass(frozen=True)
class QuotaFigures:
    """Messages that a call needed, that the day had left for it, and that the plan allows a day. `resets_at` is in UTC.

    `needed` is None where it was more than `left`, and nobody could count how many.
    """

    needed: int | None
    left: int
    limit: int
    resets_at: datetime


class ToneBridgeError(Exception):
    """The root. `detail` replaces the class's own sentence."""

    code: ClassVar[str] = "INTERNAL_ERROR"
    status: ClassVar[int] = 500
    permanent: ClassVar[bool] = True
    title: ClassVar[str | Promise] = _("Internal error")
    sentence: ClassVar[str | Promise] = _("Something went wrong on our side. Nothing was lost; please try again.")

    def __init__(
        self,
        detail: str | Promise | None = None,
        *,
        fields: tuple[FieldError, ...] = (),
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(detail or self.sentence)
        self.detail: str | Promise = detail or self.sentence
        self.fields = fields
        self.retry_after_s = retry_after_s

    @property
    def extensions(self) -> dict[str, object]:
        """Members that a problem of this kind has beside those that all have (RFC 9457 §3.2), as JSON values."""
        return {}


class Unauthorized(ToneBridgeError):
    code, status = "UNAUTHORIZED", 401
    title = _("Sign-in required")
    sentence = _("This request needs a valid token or API key.")


class InvalidToken(Unauthorized):
    code = "INVALID_TOKEN"
    title = _("Invalid credentials")
    sentence = _("The token or API key is not valid.")


class TokenExpired(Unauthorized):
    code = "TOKEN_EXPIRED"
    title = _("Token expired")
    sentence = _("The token has expired. Refresh it and try again.")


class InsufficientPermissions(ToneBridgeError):
    code, status = "INSUFFICIENT_PERMISSIONS", 403
    title = _("Not allowed")
    sentence = _("Your role or key does not allow this.")


class ReauthenticationRequired(InsufficientPermissions):
    code = "REAUTHENTICATION_REQUIRED"
    title = _("Confirm it's you")
    sentence = _("This needs a recent sign-in. Enter your password again, or a code if two-step sign-in is on.")


class EmailNotVerified(InsufficientPermissions):
    code = "EMAIL_NOT_VERIFIED"
    title = _("Email address not confirmed")
    sentence = _("Confirm your email address first, with the link that we sent you.")


class InvalidRequest(ToneBridgeError):
    code, status = "INVALID_REQUEST", 400
    title = _("Invalid request")
    sentence = _("The request can't be read.")


class ValidationFailed(ToneBridgeError):
    code, status = "VALIDATION_ERROR", 400
    title = _("Please check the values")
    sentence = _("One or more fields have a value that isn't valid.")


class LinkOver(ValidationFailed):
    """A link from a mail that isn't good, or no longer; pages say so on a page of its own."""


class NotFound(ToneBridgeError):
    code, status = "NOT_FOUND", 404
    title = _("Not found")
    sentence = _("This doesn't exist, or you don't have access to it.")


class MethodNotAllowed(ToneBridgeError):
    code, status = "INVALID_REQUEST", 405
    title = _("Method not allowed")
    sentence = _("This URL doesn't support that method.")

    def __init__(self, allowed: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.allowed = allowed


class BodyTooSlow(ToneBridgeError):
    code, status = "INVALID_REQUEST", 408
    permanent = False
    title = _("Request timed out")
    sentence = _("The request body didn't arrive in time. Try again.")


class Conflict(ToneBridgeError):
    code, status = "CONFLICT", 409
    permanent = False
    title = _("Conflict")
    sentence = _("This conflicts with something that's in progress or has just changed. Try again.")


class OnHold(Conflict):
    code = "LEGAL_HOLD"
    permanent = True
    title = _("Under a legal hold")
    sentence = _("This organization is under a legal hold, so nothing can be deleted until the hold is lifted.")


class LimitReached(Conflict):
    code = "LIMIT_REACHED"
    permanent = True
    title = _("Limit reached")
    sentence = _("You've reached the limit. Remove one you no longer need.")


class AlreadyExists(Conflict):
    code = "ALREADY_EXISTS"
    permanent = True
    title = _("Already exists")
    sentence = _("This already exists.")


class PayloadTooLarge(ToneBridgeError):
    code, status = "PAYLOAD_TOO_LARGE", 413
    title = _("Too large")
    sentence = _("The request is larger than this URL accepts.")


class UnsupportedMediaType(ToneBridgeError):
    code, status = "UNSUPPORTED_MEDIA_TYPE", 415
    title = _("Content type not supported")
    sentence = _("Send the body as application/json.")


class IdempotencyMismatch(ToneBridgeError):
    code, status = "IDEMPOTENCY_MISMATCH", 422
    title = _("Idempotency key already used")
    sentence = _("This Idempotency-Key was already used with a different body. Use a new key.")


class RateLimited(ToneBridgeError):
    code, status = "RATE_LIMITED", 429
    permanent = False
    title = _("Too many requests")
    sentence = _("Too many requests in a short time. Wait a moment and try again.")


class QuotaExceeded(ToneBridgeError):
    code, status = "QUOTA_EXCEEDED", 429
    permanent = False
    title = _("Quota used up")
    sentence = _("You've used up your plan's quota for now.")

    def __init__(
        self,
        detail: str | Promise | None = None,
        *,
        figures: QuotaFigures | None = None,
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(detail, retry_after_s=retry_after_s)
        self.figures = figures

    @property
    def extensions(self) -> dict[str, object]:
        if self.figures is None:
            return {}
        resets_at = self.figures.resets_at.isoformat().replace("+00:00", "Z")
        return {"quota": asdict(self.figures) | {"resets_at": resets_at}}


class Internal(ToneBridgeError):
    code, status = "INTERNAL_ERROR", 500
    permanent = False


class Unavailable(ToneBridgeError):
    code, status = "SERVICE_UNAVAILABLE", 503
    permanent = False
    title = _("Not available right now")
    sentence = _("Part of the service isn't available right now. Try again shortly.")


class TimedOut(ToneBridgeError):
    code, status = "TIMEOUT", 504
    permanent = False
    title = _("Took too long")
    sentence = _("The request took too long and was stopped.")


def is_missing_right(error: ToneBridgeError) -> bool:
    """Whether it is a right that is missing, and not something that its holder has to do first (leaves below it)."""
    return error.code == InsufficientPermissions.code
