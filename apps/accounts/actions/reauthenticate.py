"""Let somebody who is signed in show once more who they are."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.confirm_password import confirm_password
from apps.accounts.actions.issue_tokens import issue_access, seconds_of_access
from apps.accounts.actions.pass_second_factor import pass_second_factor
from apps.accounts.actions.record_audit import record_for_person
from apps.accounts.contracts import Principal, Reauthenticated
from apps.accounts.models import TokenFamily, User
from apps.accounts.queries.second_factors import has_second_factor
from tonebridge.errors import FieldError, InvalidToken, Unauthorized, ValidationFailed
from tonebridge.resilience import clock
from tonebridge.tenancy.identity import acting_for

WRONG = _("The password isn't right.")
NEEDED = _("Enter your password.")


def reauthenticate(*, user_id: UUID, password: str = "", code: str = "") -> None:
    """The password; where two-step sign-in is on, a code, which does alone. Whatever is given has to be right.

    Tries are counted as those of sign-ins are. Raises ValidationFailed for a wrong or missing password, Unauthorized for
    a wrong or missing code, RateLimited. Call it outside of a transaction that the refusal would roll back.
    """
    asks_for_code = has_second_factor(user_id)
    if password or not asks_for_code:
        _confirm(User.objects.get(id=user_id), password)
    if asks_for_code:
        pass_second_factor(user_id=user_id, code=code)
    record_for_person(user_id, "session.reauthenticated")


def _confirm(user: User, password: str) -> None:
    if not password:
        raise ValidationFailed(fields=(FieldError("password", "required", NEEDED),))
    try:
        confirm_password(user=user, password=password)
    except Unauthorized as error:
        raise ValidationFailed(fields=(FieldError("password", "wrong", WRONG),)) from error


def renew_access(*, principal: Principal) -> Reauthenticated:
    """A fresh access token of the caller's sign-in, for one who has just shown who they are. It alone is fresh: the token that
    asked, and those that the sign-in is refreshed with later, stay as old as they are, and whoever else holds one of them
    gains nothing. Checks nothing: `reauthenticate` does, before.
    """
    now, family_id = clock.now(), principal.family_id
    with acting_for(principal.organization_id):
        family = TokenFamily.objects.filter(id=family_id, revoked_at=None).first() if family_id else None
    if family is None:
        raise InvalidToken()
    access = issue_access(principal=principal, family=family, authenticated_at=now)
    return Reauthenticated(authenticated_at=now, access=access, expires_in=seconds_of_access(family))
