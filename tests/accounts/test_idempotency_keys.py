"""Claiming, settling and releasing an Idempotency-Key."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection

from apps.accounts.actions.claim_idempotency_key import claim_idempotency_key
from apps.accounts.actions.release_idempotency_key import release_idempotency_key
from apps.accounts.actions.settle_idempotency_key import settle_idempotency_key
from apps.accounts.contracts import IdempotencyClaim, Scope
from apps.accounts.models import IdempotencyKey
from tests.accounts.racing import at_once
from tests.cast import Person
from tonebridge.errors import IdempotencyMismatch
from tonebridge.resilience import clock

KEY = "order-17"
ANSWER = '{"transformed_text": "ご確認いただけますと幸いです。"}'


def claim(person: Person, *, of: str = "a request") -> IdempotencyClaim:
    return claim_idempotency_key(principal=person.principal, key=KEY, request_hash=of)


def settle(person: Person, by: IdempotencyClaim, *, body: str = ANSWER) -> None:
    settle_idempotency_key(
        principal=person.principal, key=KEY, status=201, body=body, content_type="application/json", lease=by.lease
    )


def test_the_first_call_is_fresh_and_the_second_learns_that_it_runs(alice: Person) -> None:
    assert [claim(alice).kind, claim(alice).kind] == ["fresh", "running"]


def test_a_settled_call_gives_its_answer_again(alice: Person) -> None:
    settle(alice, claim(alice))
    again = claim(alice)
    assert (again.kind, again.status, again.body, again.content_type) == ("stored", 201, ANSWER, "application/json")


def test_a_stored_answer_can_not_be_read_in_the_database(alice: Person) -> None:
    settle(alice, claim(alice))
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM idempotency_keys")
        (sealed,) = cursor.fetchone()
    assert "幸い".encode() not in bytes(sealed)


def test_the_same_key_for_another_request_is_refused(alice: Person) -> None:
    first = claim(alice)
    with pytest.raises(IdempotencyMismatch):
        claim(alice, of="another request")
    settle(alice, first)
    with pytest.raises(IdempotencyMismatch):
        claim(alice, of="another request")


def test_bob_never_gets_the_answer_that_alice_got(alice: Person, bob: Person) -> None:
    settle(alice, claim(alice))
    with pytest.raises(IdempotencyMismatch):
        claim(bob)


def kept_by_the_version_before(person: Person, of: str = "a request") -> None:
    """Rows of it don't say what the credential could do."""
    digest = hashlib.sha256(f"{person.user.id}:{of}".encode()).hexdigest()
    IdempotencyKey.objects.filter(organization=person.organization, key=KEY).update(request_hash=digest)


def test_a_key_that_was_used_before_the_update_gives_the_same_answer(alice: Person, bob: Person) -> None:
    settle(alice, claim(alice))
    kept_by_the_version_before(alice)
    assert (claim(alice).kind, claim(alice).body) == ("stored", ANSWER)
    for refused in (partial(claim, bob), partial(claim, alice, of="another request")):
        with pytest.raises(IdempotencyMismatch):
            refused()


def test_a_key_that_was_used_before_the_update_says_nothing_to_a_credential_with_fewer_scopes(alice: Person) -> None:
    settle(alice, claim(alice))
    kept_by_the_version_before(alice)
    narrow = replace(alice.principal, scopes=frozenset({Scope.TRANSFORM}))
    with pytest.raises(IdempotencyMismatch):
        claim_idempotency_key(principal=narrow, key=KEY, request_hash="a request")


def test_charlies_key_is_not_alices(alice: Person, charlie: Person) -> None:
    settle(alice, claim(alice))
    assert claim(charlie).kind == "fresh"


def test_a_released_key_is_fresh_again(alice: Person) -> None:
    first = claim(alice)
    release_idempotency_key(principal=alice.principal, key=KEY, lease=first.lease)
    assert claim(alice, of="another request").kind == "fresh"


def test_releasing_does_not_forget_a_settled_answer(alice: Person) -> None:
    first = claim(alice)
    settle(alice, first)
    release_idempotency_key(principal=alice.principal, key=KEY, lease=first.lease)
    assert claim(alice).kind == "stored"


def test_an_abandoned_call_is_taken_over_after_a_minute(alice: Person) -> None:
    claim(alice)
    with clock.frozen(clock.now() + timedelta(seconds=59)):
        assert claim(alice).kind == "running"
    with clock.frozen(clock.now() + timedelta(seconds=61)):
        assert claim(alice).kind == "fresh"


def test_whoever_lost_a_key_can_neither_settle_nor_release_it(alice: Person) -> None:
    slow = claim(alice)
    with clock.frozen(clock.now() + timedelta(seconds=61)):
        quick = claim(alice)
        settle(alice, slow, body="{}")
        release_idempotency_key(principal=alice.principal, key=KEY, lease=slow.lease)
        assert claim(alice).kind == "running"
        settle(alice, quick)
        assert claim(alice).body == ANSWER


def test_a_key_is_new_again_after_a_day(alice: Person) -> None:
    settle(alice, claim(alice))
    with clock.frozen(clock.now() + timedelta(hours=24, seconds=1)):
        assert claim(alice, of="another request").kind == "fresh"


@pytest.mark.django_db(transaction=True)
def test_of_eight_racing_calls_exactly_one_is_fresh(alice: Person) -> None:
    kinds = at_once(8, lambda: claim(alice).kind)
    assert sorted(kinds) == ["fresh"] + ["running"] * 7
