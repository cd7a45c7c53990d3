"""Let someone in for the first time."""

from datetime import datetime, timedelta
from typing import TypedDict
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language

from apps.accounts.actions.create_account import create_account
from apps.accounts.actions.open_token_family import open_token_family
from apps.accounts.actions.request_verification import enqueue_to_holder
from apps.accounts.contracts import SignedIn
from apps.accounts.models import User
from apps.accounts.models.plan import FREE
from apps.accounts.passwords import ensure_good_password
from apps.accounts.tries import MAILS, account_bucket, spend
from tonebridge.errors import AlreadyExists
from tonebridge.resilience import clock

PROOF_WITHIN = timedelta(days=7)
"""How long an account lasts whose address nobody proves."""


class Wanted(TypedDict):
    """An account to be made."""

    email: str
    password: str
    full_name: str
    organization_name: str
    plan_code: str
    language: str
    proof_due_at: datetime


@transaction.atomic
def register_and_sign_in(*, email: str, password: str, full_name: str = "", organization_name: str = "") -> SignedIn:
    """The same as `register_user`, with the tokens of a first sign-in: all of it or nothing."""
    user_id = register_user(email=email, password=password, full_name=full_name, organization_name=organization_name)
    return open_token_family(user_id=user_id)


def register_user(*, email: str, password: str, full_name: str = "", organization_name: str = "") -> UUID:
    """Make a user and their own organization on the free plan, and send a link that proves the address; their id.

    The caller can't tell whether the address was taken: then the account is a provisional one, which works alike but
    can't be proven, and the mail says how to get into the other. Raises ValidationFailed for a weak password and
    RateLimited, for any address alike.
    """
    ensure_good_password(password, User(email=email, full_name=full_name))
    spend(account_bucket("verification-mail", email), MAILS)
    wanted = Wanted(
        email=email,
        password=password,
        full_name=full_name,
        organization_name=organization_name or full_name or email.partition("@")[0],
        plan_code=FREE,
        language=(get_language() or "ja")[:2],
        proof_due_at=clock.now() + PROOF_WITHIN,
    )
    try:
        return _begin(wanted)
    except AlreadyExists:  # taken a moment ago, by a racing caller
        return _begin(wanted)


@transaction.atomic
def _begin(wanted: Wanted) -> UUID:
    is_taken = User.objects.filter(email=wanted["email"]).exists()
    user = create_account(**wanted, claims_address=not is_taken)
    enqueue_to_holder("send_verification", user.id)
    return user.id
