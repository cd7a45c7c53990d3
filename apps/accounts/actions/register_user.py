"""Let someone in for the first time."""

from django.db import transaction
from django.utils.translation import get_language

from apps.accounts.actions.create_account import create_account
from apps.accounts.actions.open_token_family import open_token_family
from apps.accounts.actions.register_invited_user import register_invited_user
from apps.accounts.actions.request_verification import request_verification
from apps.accounts.contracts import SignedIn
from apps.accounts.models import User
from apps.accounts.models.plan import FREE
from apps.accounts.passwords import ensure_good_password


@transaction.atomic
def register_user(
    *, email: str, password: str, full_name: str = "", organization_name: str = "", invitation: str = ""
) -> SignedIn:
    """Make a user, their own organization on the free plan, and sign them in; a link to verify the address is sent.

    With an `invitation` (the token of its link) they join that organization instead, and the address is verified: the
    link came through it. Raises ValidationFailed for a weak password or an invitation that isn't good, AlreadyExists
    for a taken address. That says so whatever the password: registering never tells whether a password would have
    signed in, nor whether the user is suspended.
    """
    ensure_good_password(password, User(email=email, full_name=full_name))
    language = (get_language() or "ja")[:2]
    if invitation:
        user = register_invited_user(
            token=invitation, email=email, password=password, full_name=full_name, language=language
        )
        return open_token_family(user_id=user.id)
    user = create_account(
        email=email,
        password=password,
        full_name=full_name,
        organization_name=organization_name or full_name or email.partition("@")[0],
        plan_code=FREE,
        language=language,
    )
    request_verification(user_id=user.id)
    return open_token_family(user_id=user.id)
