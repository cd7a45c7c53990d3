"""`Authorization: Bearer tb_live_…` is the API key that `X-API-Key` carries, and the same rules hold."""

import pytest
from pytest_django import Settings

from apps.accounts.actions import note_refusal
from apps.accounts.contracts import Scope
from apps.accounts.credentials import api_keys
from apps.accounts.credentials.api_keys import make_api_key
from apps.accounts.models import AuditRow
from tests.cast import Person, early_key
from tests.front_door import Api, FrontDoor
from tests.gateway.test_signature import Signed, send, signed
from tonebridge.limits.token_bucket import LocalBuckets

ME, ANALYZE, HISTORY = "/api/v1/auth/me", "/api/v1/analyze", "/api/v1/history"
TEXT = {"text": "Fix it today."}

__all__ = ["signed"]


def key_of(person: Person, *scopes: Scope) -> str:
    return early_key(person.user.id, person.organization.id, *scopes).secret


def bearing(visitor: FrontDoor, key: str) -> FrontDoor:
    return visitor.as_(Authorization=f"Bearer {key}")


def test_either_header_says_who_it_is(visitor: FrontDoor, alice: Person) -> None:
    key = key_of(alice)
    answers = [bearing(visitor, key).get(ME), visitor.as_(X_API_Key=key).get(ME)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()


def test_the_keys_scopes_hold(visitor: FrontDoor, alice: Person) -> None:
    door = bearing(visitor, key_of(alice, Scope.ANALYZE))
    assert [door.post(ANALYZE, TEXT).status_code, door.get(HISTORY).status_code] == [200, 403]


def test_both_headers_spend_one_limit(visitor: FrontDoor, alice: Person) -> None:
    key = key_of(alice)
    doors = [bearing(visitor, key), visitor.as_(X_API_Key=key)]
    left = [int(door.post(ANALYZE, TEXT).headers["x-ratelimit-remaining"]) for door in doors * 2]
    assert left == sorted(left, reverse=True) and left[0] - left[-1] == 3


def test_a_key_that_demands_signatures_demands_them(visitor: FrontDoor, signed: Signed) -> None:
    bearer = f"Bearer {signed.key}"
    assert bearing(visitor, signed.key).post(ANALYZE, TEXT).status_code == 401
    assert send(visitor, signed, X_API_Key="", Authorization=bearer).status_code == 200
    assert send(visitor, signed, X_API_Key="", Authorization=bearer).status_code == 401  # the nonce is spent


def test_a_wrong_key_is_refused_and_its_owner_told(
    visitor: FrontDoor, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(note_refusal, "_passed", LocalBuckets())
    key = key_of(alice)
    unsigned = key.rpartition("_")[0] + "_" + make_api_key().raw.rpartition("_")[2][: api_keys.RANDOM_LENGTH]
    wrong = unsigned + api_keys._checksum(unsigned)
    answer = bearing(visitor, wrong).get(ME)
    assert (answer.status_code, answer.json()["code"]) == (401, "INVALID_TOKEN")
    rows = AuditRow.objects.filter(organization_id=alice.organization.id, action="api_key.refused")
    assert rows.count() == 1


def test_wrong_keys_count_against_their_address(visitor: FrontDoor, alice: Person, settings: Settings) -> None:
    settings.GATEWAY_REFUSED_PER_MINUTE = 2
    seen = [bearing(visitor, make_api_key().raw).get(ME).status_code for _ in range(3)]
    assert seen == [401, 401, 429]


def test_a_revoked_key_is_refused(visitor: FrontDoor, alice: Person, api: Api) -> None:
    made = api(alice).post("/api/v1/api-keys", {"name": "robot"}).json()
    assert bearing(visitor, made["secret"]).get(ME).status_code == 200
    assert api(alice).delete(f"/api/v1/api-keys/{made['id']}").status_code == 204
    assert bearing(visitor, made["secret"]).get(ME).status_code == 401


def test_the_key_counts_before_that_of_the_other_header(visitor: FrontDoor, alice: Person, charlie: Person) -> None:
    door = bearing(visitor, key_of(alice)).as_(X_API_Key=key_of(charlie))
    assert door.get(ME).json()["email"] == alice.user.email
