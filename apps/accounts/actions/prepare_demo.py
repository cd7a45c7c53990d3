"""Have a demo organization with a user and a key, for a first look and for tests of the whole product."""

import secrets
from dataclasses import dataclass

from django.contrib.auth import authenticate
from django.db import transaction

from apps.accounts.actions.create_account import create_account
from apps.accounts.actions.issue_api_key import issue_api_key
from apps.accounts.actions.subscribe_organization import subscribe_organization
from apps.accounts.contracts import Scope
from apps.accounts.models import ApiKey, User
from apps.accounts.queries.credentials import principal_of_api_key
from tonebridge.errors import InvalidToken
from tonebridge.resilience import clock

EMAIL, ORGANIZATION, FULL_NAME, KEY_NAME = "demo@tonebridge.example", "ToneBridge Demo", "Demo", "Demo"


@dataclass(frozen=True)
class DemoCredentials:
    """What lets one in as the demo user."""

    email: str
    password: str
    api_key: str


@transaction.atomic
def prepare_demo(*, plan_code: str, known: DemoCredentials | None) -> DemoCredentials:
    """Make what is missing and put the organization on the plan; credentials that still work are kept.

    Raises NotFound for an unknown plan.
    """
    user = User.objects.filter(email=EMAIL).first() or _create_user(plan_code)
    membership = user.memberships.order_by("id")[0]
    subscribe_organization(organization_id=membership.organization_id, plan_code=plan_code)
    if known is not None and _still_works(known):
        return known
    password = secrets.token_urlsafe(15)
    user.set_password(password)
    user.email_verified_at = user.email_verified_at or clock.now()
    user.save(update_fields=["password", "email_verified_at"])
    ApiKey.objects.filter(user=user, name=KEY_NAME, revoked_at=None).update(revoked_at=clock.now())
    issued = issue_api_key(
        user_id=user.id, organization_id=membership.organization_id, name=KEY_NAME, scopes=list(Scope), expires_at=None
    )
    return DemoCredentials(email=EMAIL, password=password, api_key=issued.secret)


def _create_user(plan_code: str) -> User:
    return create_account(
        email=EMAIL,
        password=secrets.token_urlsafe(15),
        full_name=FULL_NAME,
        organization_name=ORGANIZATION,
        plan_code=plan_code,
        verified_at=clock.now(),
    )


def _still_works(known: DemoCredentials) -> bool:
    try:
        holder = principal_of_api_key(known.api_key)
    except InvalidToken:
        return False
    user = authenticate(username=known.email, password=known.password)
    return user is not None and user.pk == holder.user_id and known.email == EMAIL
