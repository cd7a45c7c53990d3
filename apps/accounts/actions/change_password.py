"""Choose another password."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.confirm_password import confirm_password
from apps.accounts.actions.end_sign_ins import SignIn, end_sign_ins
from apps.accounts.actions.record_audit import record_for_person
from apps.accounts.actions.send_security_notice import notify_of
from apps.accounts.models import User
from apps.accounts.passwords import ensure_good_password
from apps.accounts.queries.second_factors import ensure_more_than_password
from tonebridge.errors import FieldError, Unauthorized, ValidationFailed

NOT_YOURS = _("This isn't your current password.")
THE_SAME = _("This is your current password. Choose another one.")


def change_password(
    *, user_id: UUID, current: str, new: str, authenticated_at: datetime | None, but: SignIn | None = None
) -> None:
    """Set a new password and sign out everywhere, but for the sign-in `but`. Where two-step sign-in is on, `authenticated_at`
    says when a code was shown.

    Raises ReauthenticationRequired, ValidationFailed, RateLimited after too many wrong ones, and InvalidToken where the session
    `but` has ended.
    """
    ensure_more_than_password(user_id, authenticated_at)
    user = User.objects.get(id=user_id)
    try:
        confirm_password(user=user, password=current)
    except Unauthorized as error:
        raise _wrong() from error
    if new == current:
        raise ValidationFailed(fields=(FieldError("new_password", "same", THE_SAME),))
    ensure_good_password(new, user, field="new_password")
    with transaction.atomic():
        kept = User.objects.select_for_update(no_key=True).get(id=user_id).password
        set_password(user_id, new, but=but)
        if kept != user.password:
            raise _wrong()  # right until another was set, a moment ago


def _wrong() -> ValidationFailed:
    return ValidationFailed(fields=(FieldError("current_password", "wrong", NOT_YOURS),))


@transaction.atomic
def set_password(user_id: UUID, password: str, *, but: SignIn | None = None) -> None:
    """Keep the new password's hash; whoever signed in under the old one is out. Checks no rights: verbs do."""
    end_sign_ins(user_id=user_id, but=but, password=password)
    record_for_person(user_id, "password.changed")
    notify_of("password_changed", user_id)
