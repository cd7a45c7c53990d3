"""The cast: *alice* owns an organization, *bob* is her colleague, *charlie* is a stranger with one of his own."""

from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps

from apps.accounts.actions.confirm_second_factor import confirm_second_factor
from apps.accounts.actions.create_account import create_account
from apps.accounts.actions.issue_api_key import issue_api_key
from apps.accounts.actions.open_token_family import open_token_family
from apps.accounts.actions.set_up_second_factor import set_up_second_factor
from apps.accounts.contracts import IssuedApiKey, Principal, Role, Scope
from apps.accounts.credentials.totp import code_at, step_at
from apps.accounts.models import Membership, Organization, Plan, TokenFamily, User
from apps.accounts.queries.credentials import principal_of_token
from apps.transform.models import FoundTerm, OrganizationModel
from tonebridge.resilience import clock

PASSWORD = "correct horse battery staple"


@dataclass(frozen=True)
class Person:
    """Someone who is signed in; `principal` is who `access_token` says they are."""

    user: User
    organization: Organization
    password: str
    access_token: str
    refresh_token: str
    principal: Principal


NOWHERE = "https://models.invalid/v1"
"""An address that no name server knows (RFC 6761): no test reaches a vendor."""


def own_model(of: Person, rung: str = "primary", **more: Any) -> OrganizationModel:
    """A model of the person's organization, as an owner would have set it."""
    now = clock.now()
    values = {"vendor": "openai", "model": "some", "base_url": NOWHERE, "api_key": "sk-theirs"} | more
    return OrganizationModel.objects.create(
        organization=of.organization, rung=rung, created_at=now, updated_at=now, **values
    )


def found_in_messages(of: Person, term: str = "オリオンゲート", **more: Any) -> UUID:
    """A word that the person's organization is said to write; the id of its row."""
    values: dict[str, Any] = {"language": "ja", "messages": 12, "people": 6, "counted_at": clock.now()} | more
    return FoundTerm.objects.create(organization=of.organization, term=term, **values).id


def early_key(user_id: UUID, organization_id: UUID, *scopes: Scope) -> IssuedApiKey:
    """A key as it was made before keys took a verified address and were counted; for everything where no scope is named."""
    wanted = list(scopes or Scope)
    return issue_api_key(user_id=user_id, organization_id=organization_id, name="early", scopes=wanted, expires_at=None)


def switched_on(user: User) -> tuple[str, tuple[str, ...]]:
    """The secret and the backup codes of somebody who switched two-step sign-in on a minute ago; of their sign-ins, the tokens of
    the newest alone go on.
    """
    secret = set_up_second_factor(user_id=user.id, authenticated_at=clock.now()).secret
    newest = TokenFamily.objects.filter(user=user).order_by("-id").values_list("id", flat=True).first()
    with clock.frozen(clock.now() - timedelta(seconds=60)):
        codes = confirm_second_factor(user_id=user.id, authenticated_at=clock.now(), but=newest, code=code_now(secret))
    user.refresh_from_db()
    return secret, codes


def code_now(secret: str) -> str:
    """What an authenticator with this secret shows."""
    return code_at(secret, step_at(clock.now()))


@pytest.fixture
def plans(db: None) -> None:
    seed()


def seed() -> None:
    """The seeded plans and types, also after a test with real transactions has emptied every table."""
    if not Plan.objects.exists():
        import_module("apps.accounts.migrations.0002_seed_plans").seed(apps, None)
        import_module("apps.transform.migrations.0002_seed_types").seed(apps, None)


@pytest.fixture
def alice(plans: None) -> Person:
    """Owner of her organization, on the plan pro."""
    return newcomer("alice", plan_code="pro")


@pytest.fixture
def bob(alice: Person) -> Person:
    """A member of alice's organization."""
    return colleague("bob", alice, Role.MEMBER)


@pytest.fixture
def charlie(plans: None) -> Person:
    """Owner of another organization, on the plan free."""
    return newcomer("charlie", plan_code="free")


def newcomer(name: str, *, plan_code: str) -> Person:
    """Someone with an organization of their own."""
    user = create_account(
        email=f"{name}@example.com",
        password=PASSWORD,
        full_name=name.title(),
        organization_name=f"{name.title()}'s company",
        plan_code=plan_code,
        verified_at=clock.now(),
    )
    return signed_in(user)


def colleague(name: str, of: Person, role: Role) -> Person:
    """Someone else in the same organization."""
    user = User.objects.create_user(
        f"{name}@example.com", PASSWORD, full_name=name.title(), email_verified_at=clock.now()
    )
    Membership.objects.create(user=user, organization=of.organization, role=role.value)
    return signed_in(user)


def signed_in(user: User) -> Person:
    """The user with tokens of a new sign-in."""
    tokens = open_token_family(user_id=user.id)
    principal = principal_of_token(tokens.access)
    return Person(
        user=user,
        organization=Organization.objects.get(id=principal.organization_id),
        password=PASSWORD,
        access_token=tokens.access,
        refresh_token=tokens.refresh,
        principal=principal,
    )
