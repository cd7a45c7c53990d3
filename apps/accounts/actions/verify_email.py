"""Prove an e-mail address with the link that was sent to it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.confirm_password import confirm_password
from apps.accounts.actions.mark_verified import mark_verified
from apps.accounts.actions.record_audit import record_for_person
from apps.accounts.models import OneTimeToken, User
from apps.accounts.queries.link_tokens import live_link_token
from tonebridge.errors import FieldError, Unauthorized, ValidationFailed

NEEDED = _("Enter the password of this account, or open the link in a browser where you are signed in.")
WRONG = _("The password isn't right.")


def verify_email(*, token: str, signed_in: UUID | None = None, password: str = "") -> None:
    """The address counts as its user's from now on, and everything of theirs goes on.

    The link says that somebody reads the mailbox, not that they made the account: whoever registered with another's
    address would be given it by a click. So it takes the account's own sign-in (`signed_in`) or password as well.
    Raises ValidationFailed for a link that isn't good any more and where the password is missing or wrong, which uses the
    link up in neither case; RateLimited after too many wrong ones.
    """
    user = live_link_token(token, OneTimeToken.VERIFY_EMAIL).user
    if user.id != signed_in:
        _confirm(user, password)
    _verify(token)


def _confirm(user: User, password: str) -> None:
    if not password:
        raise ValidationFailed(NEEDED, fields=(FieldError("password", "required", NEEDED),))
    try:
        confirm_password(user=user, password=password)
    except Unauthorized as error:
        raise ValidationFailed(fields=(FieldError("password", "wrong", WRONG),)) from error


@transaction.atomic
def _verify(token: str) -> None:
    """Looks again under a lock: the link may have been used a moment ago."""
    user = live_link_token(token, OneTimeToken.VERIFY_EMAIL, lock=True).user
    mark_verified(user)
    record_for_person(user.id, "email.verified")
