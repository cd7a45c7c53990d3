"""Tokens that came back from an e-mail."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from apps.accounts.credentials.link_tokens import digest_of_link_token
from apps.accounts.models import OneTimeToken, User
from tonebridge.errors import FieldError, LinkOver
from tonebridge.resilience import clock

OVER = _("This link has already been used, has expired or is incomplete. Ask for a new one.")


def live_link_token(token: str, purpose: str, *, lock: bool = False) -> OneTimeToken:
    """The row of a token that is still good, with its user. Raises LinkOver, one answer for all that is wrong.

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
    """Whose address a link verifies, for a page that asks before. Raises LinkOver."""
    return live_link_token(token, OneTimeToken.VERIFY_EMAIL).user


def has_confirmed(token: str) -> bool:
    """Whether it was sent to an address that counts as its user's by now, so that there is nothing left to do."""
    digest = digest_of_link_token(token, OneTimeToken.VERIFY_EMAIL)
    rows = OneTimeToken.objects.filter(digest=digest, purpose=OneTimeToken.VERIFY_EMAIL, user__email=F("email"))
    return bool(digest) and rows.exclude(user__email_verified_at=None).exists()


def ensure_live_reset(token: str) -> None:
    """Look ahead, for a page that asks for a new password. Raises LinkOver."""
    live_link_token(token, OneTimeToken.RESET_PASSWORD)


def link_is_over() -> LinkOver:
    """The refusal."""
    return LinkOver(OVER, fields=(FieldError("token", "not_live", OVER),))
