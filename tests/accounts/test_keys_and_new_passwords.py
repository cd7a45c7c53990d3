"""A new password that ends all keys ends also those that somebody makes at that moment; so does the end of a membership."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from apps.accounts.actions.create_api_key import create_api_key
from apps.accounts.actions.end_api_keys import end_api_keys
from apps.accounts.actions.end_sign_ins import end_sign_ins
from apps.accounts.actions.remove_member import remove_member
from apps.accounts.actions.rotate_api_key import rotate_api_key
from apps.accounts.contracts import Principal, Scope
from apps.accounts.models import ApiKey, User
from apps.accounts.queries.api_keys import live_keys_of
from apps.accounts.queries.credentials import principal_of_session
from apps.accounts.queries.organizations import own_organization
from tests.accounts.racing import elsewhere, wait_until_somebody_waits_for_this_transaction
from tests.accounts.test_key_limit import keys
from tests.cast import Person
from tests.page import Page
from tonebridge.errors import InvalidToken

Make = Callable[[Principal, UUID], object]


def create(principal: Principal, _key_id: UUID) -> object:
    return create_api_key(principal=principal, name="theirs", scopes=[Scope.HISTORY])


def rotate(principal: Principal, key_id: UUID) -> object:
    return rotate_api_key(principal=principal, key_id=key_id, overlap=timedelta(hours=1))


@pytest.mark.parametrize("make", [create, rotate])
@pytest.mark.parametrize("shown", ["token", "session"])
def test_what_ended_behind_the_front_door_makes_no_key(alice: Person, make: Make, shown: str) -> None:
    page = principal_of_session(Page.of(alice).client.cookies["sessionid"].value)
    principal = alice.principal if shown == "token" else page
    assert principal
    key = keys(alice, 1)[0].details.id
    end_sign_ins(user_id=alice.user.id)
    with pytest.raises(InvalidToken):
        make(principal, key)
    assert live_keys_of(alice.user.id) == 1


@pytest.mark.django_db(transaction=True)
def test_of_a_rotation_and_a_new_password_at_once_neither_stops_the_other(alice: Person) -> None:
    key = keys(alice, 1)[0].details.id

    def attempt() -> bool:
        try:
            rotate_api_key(principal=alice.principal, key_id=key, overlap=timedelta(hours=1))
        except InvalidToken:
            return False
        return True

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            User.objects.select_for_update().get(id=alice.user.id)
            rotated = elsewhere(pool, attempt)
            wait_until_somebody_waits_for_this_transaction()
            end_sign_ins(user_id=alice.user.id)
            end_api_keys(user_id=alice.user.id)
        assert rotated.result(20) is False
    assert live_keys_of(alice.user.id) == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("make", [create, rotate])
@pytest.mark.parametrize("removed_before", [True, False])
def test_who_is_removed_at_that_moment_makes_no_key(
    alice: Person, bob: Person, make: Make, removed_before: bool
) -> None:
    key = keys(bob, 1)[0].details.id

    def remove() -> None:
        remove_member(principal=alice.principal, user_id=bob.user.id)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            remove() if removed_before else own_organization(alice.principal, lock=True)
            made = elsewhere(pool, lambda: make(bob.principal, key))
            wait_until_somebody_waits_for_this_transaction()
            if not removed_before:
                remove()
        with pytest.raises(InvalidToken):
            made.result(20)
    assert not ApiKey.objects.filter(user=bob.user, revoked_at=None).exists()
