"""Let someone in for the first time."""

from typing import TypedDict

from django.db import transaction
from django.utils.translation import get_language

from apps.accounts.actions.create_account import create_account
from apps.accounts.actions.request_verification import enqueue_to_holder
from apps.accounts.models import User
from apps.accounts.models.plan import FREE
from apps.accounts.passwords import ensure_good_password
from apps.accounts.tries import MAILS, account_bucket, spend
from tonebridge.errors import AlreadyExists
from tonebridge.ids import uuid7


class Wanted(TypedDict):
    """An account to be made."""

    password: str
    full_name: str
    organization_name: str
    plan_code: str
    language: str


def register_user(*, email: str, password: str, full_name: str = "", organization_name: str = "") -> None:
    """Make a user and their own organization on the free plan, and send a link that proves the address.

    The caller can't tell whether the address was taken: answer and work are the same, and only its mailbox learns more.
    Raises ValidationFailed for a weak password and RateLimited, for any address alike.
    """
    ensure_good_password(password, User(email=email, full_name=full_name))
    spend(account_bucket("verification-mail", email), MAILS)
    wanted = Wanted(
        password=password,
        full_name=full_name,
        organization_name=organization_name or full_name or email.partition("@")[0],
        plan_code=FREE,
        language=(get_language() or "ja")[:2],
    )
    try:
        _begin(email, wanted)
    except AlreadyExists:  # taken a moment ago, by a racing caller
        _begin(email, wanted)


@transaction.atomic
def _begin(email: str, wanted: Wanted) -> None:
    holder = User.objects.filter(email=email).first()
    if holder is None:
        enqueue_to_holder("send_verification", create_account(email=email, **wanted).id)
    else:
        _rehearse(wanted)
        enqueue_to_holder("send_address_taken", holder.id)


@transaction.atomic
def _rehearse(wanted: Wanted) -> None:
    """All the work of making an account, undone: what it takes would tell otherwise."""
    create_account(email=f"{uuid7()}@taken.invalid", **wanted)
    transaction.set_rollback(True)
