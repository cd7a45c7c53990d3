"""Whoever has an account is told of each change to how it is entered."""

from datetime import timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from apps.accounts.actions.create_api_key import create_api_key
from apps.accounts.actions.note_wrong_code import note_wrong_code
from apps.accounts.actions.open_token_family import open_token_family
from apps.accounts.contracts import Role, Scope
from apps.accounts.credentials.totp import new_secret
from apps.accounts.models import Membership, SecondFactor, User
from apps.accounts.queries.credentials import principal_of_token
from tests.accounts.mailbox import deliver
from tests.accounts.test_second_factor import TWO_FACTOR
from tests.cast import PASSWORD, Person, code_now, switched_on
from tests.front_door import Api
from tonebridge.resilience import clock
from tonebridge.tenancy.identity import as_nobody

KEYS = "/api/v1/api-keys"


@pytest.fixture(autouse=True)
def english(alice: Person) -> None:
    User.objects.filter(id=alice.user.id).update(preferences={"language": "en"})


def test_alice_is_told_of_each_change(api: Api, alice: Person, settings: Settings) -> None:
    door, now = api(alice), clock.now()
    with clock.frozen(now):
        secret = door.post(TWO_FACTOR).json()["secret"]
        door.post(f"{TWO_FACTOR}/confirm", {"code": code_now(secret)})
    with clock.frozen(now + timedelta(seconds=30)):
        door.post(f"{TWO_FACTOR}/backup-codes", {"code": code_now(secret)})
    with clock.frozen(now + timedelta(seconds=60)):
        door.post(f"{TWO_FACTOR}/remove", {"code": code_now(secret)})
        key = door.post(KEYS, {"name": "nightly https://evil.example/x"}).json()
        door.post(f"{KEYS}/{key['id']}/rotate")
        body = {"current_password": PASSWORD, "new_password": "a long walk at noon"}
        door.post("/api/v1/auth/password/change", body)
    sent = deliver(settings)
    assert {message.to[0] for message in sent} == {"alice@example.com"}
    assert sorted(message.subject for message in sent) == [
        "A new API key was created",
        "A new API key was created",
        "New backup codes were created",
        "Two-step sign-in was switched off",
        "Two-step sign-in was switched on",
        "Your password was changed",
    ]


def test_a_mail_names_the_key_without_its_secret_or_a_link_of_its_makers(
    api: Api, alice: Person, settings: Settings
) -> None:
    key = api(alice).post(KEYS, {"name": "nightly https://evil.example/x"}).json()
    (message,) = deliver(settings)
    assert f"tb_live_{key['prefix']}…" in message.body and key["secret"] not in message.body
    assert "evil.example" not in message.body and "/api-keys/" in message.body


def test_a_key_of_a_second_organization_is_named_as_well(alice: Person, charlie: Person, settings: Settings) -> None:
    Membership.objects.create(user=alice.user, organization=charlie.organization, role=Role.ADMIN)
    User.objects.filter(id=alice.user.id).update(current_organization=charlie.organization)
    there = principal_of_token(open_token_family(user_id=alice.user.id).access)
    key = create_api_key(principal=there, name="nightly", scopes=[Scope.HISTORY])
    (message,) = deliver(settings)
    assert f"“nightly” (tb_live_{key.details.prefix}…)" in message.body


@pytest.fixture
def root(plans: None) -> User:
    """Of the staff, and of no organization."""
    return User.objects.create_superuser("root@tonebridge.example", PASSWORD, preferences={"language": "en"})


def test_staff_who_belong_to_no_organization_are_told_too(
    root: User, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with as_nobody(), django_capture_on_commit_callbacks(execute=True):
        _secret, codes = switched_on(root)
        assert len(codes) == 10
    (message,) = deliver(settings)
    assert (message.to, message.subject) == (["root@tonebridge.example"], "Two-step sign-in was switched on")


def test_and_that_somebody_tries_codes_at_their_account(
    root: User, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    SecondFactor.objects.create(user=root, secret=new_secret(), confirmed_at=clock.now())
    with as_nobody(), django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        for in_a_row in (1, 2, 3):
            note_wrong_code(user_id=root.id, in_a_row=in_a_row)
    (message,) = deliver(settings)
    assert message.to == ["root@tonebridge.example"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_in_either_language_it_says_what_to_do(alice: Person, settings: Settings, language: str) -> None:
    User.objects.filter(id=alice.user.id).update(preferences={"language": language})
    switched_on(alice.user)
    (message,) = deliver(settings)
    assert "/forgot-password/" in message.body and "/security/" in message.body
    assert ("2 段階認証" in message.subject) is (language == "ja")


def test_an_address_that_nobody_has_proven_gets_none(alice: Person, settings: Settings) -> None:
    switched_on(alice.user)
    User.objects.filter(id=alice.user.id).update(email_verified_at=None)
    assert deliver(settings) == []
