"""From a credential to a caller: how many queries it takes, and when it stops."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from pytest_django import DjangoAssertNumQueries

from apps.accounts.actions.create_api_key import create_api_key
from apps.accounts.actions.subscribe_organization import subscribe_organization
from apps.accounts.contracts import PlanLimits, Role, Scope
from apps.accounts.models import ApiKey, Membership, Subscription
from apps.accounts.queries.credentials import (
    principal_of_api_key,
    principal_of_session,
    principal_of_token,
    principal_of_user,
)
from tests.cast import Person, colleague
from tonebridge.errors import InvalidToken
from tonebridge.ids import uuid7
from tonebridge.resilience import clock


def session_of(person: Person) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.user.id)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.user.get_session_auth_hash()
    session.create()
    key: str = session.session_key
    return key


def secret_of(person: Person) -> str:
    return create_api_key(principal=person.principal, name="ci", scopes=[Scope.HISTORY]).secret


def test_a_token_takes_one_query(alice: Person, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        principal = principal_of_token(alice.access_token)
    assert (principal.user_id, principal.organization_id) == (alice.user.id, alice.organization.id)
    assert (principal.role, principal.scopes) == (Role.OWNER, frozenset(Scope))
    assert principal.plan == PlanLimits("pro", per_minute=300, per_day=50_000)


def test_a_key_takes_a_second_query_once_a_minute(
    alice: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    secret, now = secret_of(alice), clock.now()
    for after_s, queries in ((0, 2), (1, 1), (59, 1), (60, 2)):
        with clock.frozen(now + timedelta(seconds=after_s)), django_assert_num_queries(queries):
            principal_of_api_key(secret)
    assert ApiKey.objects.get().last_used_at == now + timedelta(seconds=60)


def test_a_session_takes_two_queries(alice: Person, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    key = session_of(alice)
    with django_assert_num_queries(2):
        principal = principal_of_session(key)
    assert principal is not None
    assert principal.user_id == alice.user.id
    assert key not in principal.credential


def test_what_is_no_key_takes_no_query(django_assert_num_queries: DjangoAssertNumQueries, db: None) -> None:
    with django_assert_num_queries(0), pytest.raises(InvalidToken):
        principal_of_api_key("tb_live_abcdefgh_" + "x" * 43)


def test_a_key_with_the_right_prefix_and_another_secret_is_refused(alice: Person) -> None:
    secret = secret_of(alice)
    ApiKey.objects.update(digest="0" * 64)
    with pytest.raises(InvalidToken):
        principal_of_api_key(secret)


@pytest.mark.parametrize("broken", ["suspended", "removed"])
def test_a_suspended_user_or_a_removed_member_is_refused_everywhere(bob: Person, broken: str) -> None:
    secret, session = secret_of(bob), session_of(bob)
    if broken == "suspended":
        bob.user.is_active = False
        bob.user.save()
    else:
        Membership.objects.filter(user=bob.user).delete()
    with pytest.raises(InvalidToken):
        principal_of_token(bob.access_token)
    with pytest.raises(InvalidToken):
        principal_of_api_key(secret)
    with pytest.raises(InvalidToken):
        principal_of_user(bob.user.id, credential="test")
    assert principal_of_session(session) is None


def test_a_changed_role_counts_at_once(bob: Person) -> None:
    Membership.objects.filter(user=bob.user).update(role=Role.VIEWER.value)
    principal = principal_of_token(bob.access_token)
    assert (principal.scopes, principal.reads_only) == (frozenset({Scope.HISTORY}), True)


def test_a_changed_plan_counts_at_once(alice: Person) -> None:
    subscribe_organization(organization_id=alice.organization.id, plan_code="enterprise")
    assert principal_of_token(alice.access_token).plan == PlanLimits("enterprise", per_minute=1_000, per_day=None)


def test_a_subscription_that_has_ended_leaves_the_free_plan(alice: Person) -> None:
    Subscription.objects.update(ends_at=clock.now() + timedelta(days=1))
    assert principal_of_token(alice.access_token).plan.code == "pro"
    Subscription.objects.update(starts_at=clock.now() - timedelta(days=2), ends_at=clock.now() - timedelta(days=1))
    assert principal_of_token(alice.access_token).plan.code == "free"


def test_a_new_password_ends_sessions(alice: Person) -> None:
    session = session_of(alice)
    alice.user.set_password("a new long passphrase")
    alice.user.save()
    assert principal_of_session(session) is None


@pytest.mark.parametrize("key", ["", "short", "x" * 32, "\0" * 32, "あ" * 32])
def test_what_is_no_session_is_a_visitor(key: str, db: None) -> None:
    assert principal_of_session(key) is None


def test_someone_unknown_is_nobody(db: None) -> None:
    with pytest.raises(InvalidToken):
        principal_of_user(uuid7(), credential="test")


def test_in_two_organizations_the_first_one_counts(alice: Person, charlie: Person) -> None:
    Membership.objects.create(user=alice.user, organization=charlie.organization, role=Role.VIEWER.value)
    assert principal_of_user(alice.user.id, credential="test").organization_id == alice.organization.id


def test_colleagues_share_organization_and_plan(alice: Person) -> None:
    admin = colleague("ada", alice, Role.ADMIN)
    assert admin.principal.organization_id == alice.organization.id
    assert admin.principal.plan == alice.principal.plan
