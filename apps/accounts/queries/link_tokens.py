"""Tokens that came back from an e-mail."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.credentials.link_tokens import digest_of_link_token
from apps.accounts.models import OneTimeToken, User
from tonebridge.errors import FieldError, ValidationFailed
from tonebridge.resilience import clock

OVER = _("This link was used already, is too old, or isn't complete. Ask for a new one.")


def live_link_token(token: str, purpose: str, *, lock: bool = False) -> OneTimeToken:
    """The row of a token that is still good, with its user. Raises ValidationFailed, one answer for all that is wrong.

    A token sent to an address that the user has changed since is no good any more. `lock` takes the user's row, behind which
    all links are used and ended.
    """
    digest = digest_of_link_token(token, purpose)
    rows = OneTimeToken.objects.filter(digest=digest, purpose=purpose) if digest else OneTimeToken.objects.none()
    if lock:
        User.objects.select_for_update().filter(id__in=rows.values("user")).first()
    found = rows.select_related("user").first()
    if found is None or found.used_at or found.expires_at <= clock.now() or found.email != found.user.email:
        raise link_is_over()
    return found


def user_to_verify(token: str) -> User:
    """Whose address a link verifies, for a page that asks before. Raises ValidationFailed."""
    return live_link_token(token, OneTimeToken.VERIFY_EMAIL).user


def ensure_live_reset(token: str) -> None:
    """Look ahead, for a page that asks for a new password. Raises ValidationFailed."""
    live_link_token(token, OneTimeToken.RESET_PASSWORD)


def link_is_over() -> ValidationFailed:
    """The refusal."""
    return ValidationFailed(OVER, fields=(FieldError("token", "not_live", OVER),))
