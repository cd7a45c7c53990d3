"""A person leaves, and everything of theirs goes."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.confirm_password import confirm_password
from apps.accounts.actions.lock_out import lock_out
from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import Principal
from apps.accounts.models import User
from apps.accounts.queries.second_factors import ensure_more_than_password
from apps.accounts.rights import ensure_in_person
from tonebridge.errors import FieldError, NotFound, Unauthorized, ValidationFailed

WRONG = _("The password isn't right.")


def close_account(*, principal: Principal, password: str) -> None:
    """Lock the person out now, everywhere, and leave the deleting to jobs, which end within a minute.

    An organization of which nobody else is a member goes with them. The password is asked in any case, so only who has
    switched two-step sign-in on has to have given a code of late. Raises InsufficientPermissions for a program,
    ReauthenticationRequired, ValidationFailed for a wrong password, RateLimited after too many, Conflict for the only owner
    among others, OnHold where something of theirs has to stay.
    """
    ensure_in_person(principal)
    ensure_may_close(principal)
    user = User.objects.filter(id=principal.user_id).first()
    if user is None:
        raise NotFound()
    try:
        confirm_password(user=user, password=password)
    except Unauthorized as error:
        raise ValidationFailed(fields=(FieldError("password", "wrong", WRONG),)) from error
    with transaction.atomic():
        lock_out(user)
        record_audit(principal, "account.closed", subject=user.id)


def ensure_may_close(principal: Principal) -> None:
    """Where two-step sign-in is on, a password alone closes nothing. Raises ReauthenticationRequired."""
    ensure_more_than_password(principal.user_id, principal.authenticated_at)
