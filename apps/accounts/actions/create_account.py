"""A user with an organization of their own."""

from datetime import datetime

from django.db import IntegrityError, transaction

from apps.accounts.actions.found_organization import found_organization
from apps.accounts.models import User
from tonebridge.errors import AlreadyExists
from tonebridge.ids import uuid7

PLACEHOLDER_DOMAIN = "provisional.invalid"
"""Reserved (RFC 2606): no mail arrives there."""


@transaction.atomic
def create_account(
    *,
    email: str,
    password: str,
    full_name: str,
    organization_name: str,
    plan_code: str,
    language: str = "ja",
    verified_at: datetime | None = None,
    claims_address: bool = True,
    proof_due_at: datetime | None = None,
) -> User:
    """Make the user, the organization they own, and its subscription. Raises AlreadyExists on a taken address.

    `language` is the one to write to them in; `verified_at` says since when the address is known to be theirs.
    One that doesn't claim its address is provisional (`models.User`).
    """
    user = create_user(
        email=email if claims_address else f"{uuid7()}@{PLACEHOLDER_DOMAIN}",
        typed_email="" if claims_address else email,
        password=password,
        full_name=full_name,
        language=language,
        verified_at=verified_at,
        proof_due_at=proof_due_at,
    )
    found_organization(user_id=user.id, name=organization_name, plan_code=plan_code)
    return user


def create_user(
    *,
    email: str,
    password: str,
    full_name: str,
    language: str,
    verified_at: datetime | None,
    typed_email: str = "",
    proof_due_at: datetime | None = None,
) -> User:
    """The user alone. The password is hashed before the address is looked at, so a taken one takes as long as a free
    one. Raises AlreadyExists.
    """
    details = {
        "full_name": full_name,
        "preferences": {"language": language},
        "email_verified_at": verified_at,
        "typed_email": typed_email,
        "proof_due_at": proof_due_at,
    }
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password, **details)
    except IntegrityError as error:
        raise AlreadyExists() from error
