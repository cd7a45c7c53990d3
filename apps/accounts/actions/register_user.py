"""Let someone in for the first time."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from apps.accounts.actions.create_account import create_account
from apps.accounts.actions.open_token_family import open_token_family
from apps.accounts.contracts import SignedIn
from apps.accounts.models import User
from apps.accounts.models.plan import FREE
from tonebridge.errors import FieldError, ValidationFailed


@transaction.atomic
def register_user(*, email: str, password: str, full_name: str = "", organization_name: str = "") -> SignedIn:
    """Make a user, their own organization on the free plan, and sign them in.

    Raises ValidationFailed for a weak password and AlreadyExists for a taken address. A taken address says so whatever
    the password: registering never tells whether a password would have signed in, nor whether the user is suspended.
    """
    _check_password(password, User(email=email, full_name=full_name))
    user = create_account(
        email=email,
        password=password,
        full_name=full_name,
        organization_name=organization_name or full_name or email.partition("@")[0],
        plan_code=FREE,
    )
    return open_token_family(user_id=user.id)


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        faults = [FieldError("password", each.code or "invalid", each.messages[0]) for each in error.error_list]
        raise ValidationFailed(fields=tuple(faults)) from error
