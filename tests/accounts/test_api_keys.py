"""API keys, through the front door."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from pytest_django import Settings

from apps.accounts.actions.create_api_key import create_api_key
from apps.accounts.contracts import IssuedApiKey, Role, Scope
from apps.accounts.credentials.signing_secrets import signing_secret_of
from apps.accounts.models import ApiKey
from tests.cast import Person, colleague
from tests.front_door import Api, FrontDoor
from tonebridge.errors import InsufficientPermissions
from tonebridge.ids import uuid7
from tonebridge.resilience import clock

KEYS, ME = "/api/v1/api-keys", "/api/v1/auth/me"


def made(api: Api, person: Person, **wanted: Any) -> dict[str, Any]:  # JSON, as the API answers it
    answer = api(person).post(KEYS, {"name": "ci"} | wanted)
    assert answer.status_code == 201
    found: dict[str, Any] = answer.json()
    return found


def key_of(person: Person, *scopes: Scope) -> IssuedApiKey:
    return create_api_key(principal=person.principal, name="ci", scopes=scopes)


def status(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_new_key_opens_the_door_for_its_owner(api: Api, visitor: FrontDoor, alice: Person) -> None:
    key = made(api, alice, scopes=["transform"])
    me = visitor.as_(X_API_Key=key["secret"]).get(ME).json()
    assert (me["id"], me["scopes"]) == (str(alice.user.id), ["transform"])


def test_the_secret_is_shown_once_and_kept_as_a_digest(api: Api, alice: Person) -> None:
    key = made(api, alice)
    (listed,) = api(alice).get(KEYS).json()["items"]
    assert "secret" not in listed
    assert listed["prefix"] == key["prefix"] == key["secret"].split("_")[2]
    kept = ApiKey.objects.get()
    assert key["secret"].split("_", 3)[3] not in str(vars(kept))


def test_a_key_without_scopes_may_do_everything_but_administration(api: Api, alice: Person) -> None:
    assert made(api, alice)["scopes"] == ["transform", "analyze", "history"]


def test_a_revoked_key_is_refused_at_once(api: Api, visitor: FrontDoor, alice: Person) -> None:
    key = made(api, alice)
    assert api(alice).delete(f"{KEYS}/{key['id']}").status_code == 204
    assert status(visitor.as_(X_API_Key=key["secret"]).get(ME)) == (401, "INVALID_TOKEN")
    assert api(alice).get(KEYS).json()["items"] == []
    assert status(api(alice).delete(f"{KEYS}/{key['id']}")) == (404, "NOT_FOUND")


def test_rotating_gives_a_new_secret_and_stops_the_old_one(api: Api, visitor: FrontDoor, alice: Person) -> None:
    old = made(api, alice, scopes=["history"], name="report")
    answer = api(alice).post(f"{KEYS}/{old['id']}/rotate")
    new = answer.json()
    assert answer.status_code == 201
    assert (new["name"], new["scopes"]) == ("report", ["history"])
    assert visitor.as_(X_API_Key=old["secret"]).get(ME).status_code == 401
    assert visitor.as_(X_API_Key=new["secret"]).get(ME).status_code == 200


def test_an_overlap_lets_the_old_key_go_on_for_so_long(api: Api, visitor: FrontDoor, alice: Person) -> None:
    old = made(api, alice)
    new = api(alice).post(f"{KEYS}/{old['id']}/rotate", {"overlap_hours": 2}).json()

    def opens(key: dict[str, Any], hours: float) -> bool:
        with clock.frozen(clock.now() + timedelta(hours=hours)):
            return visitor.as_(X_API_Key=key["secret"]).get(ME).status_code == 200

    assert [opens(old, 1.9), opens(old, 2.1), opens(new, 2.1)] == [True, False, True]


def test_an_overlap_never_outlives_the_keys_own_end(api: Api, alice: Person) -> None:
    end = clock.now() + timedelta(hours=1)
    old = made(api, alice, expires_at=end.isoformat())
    api(alice).post(f"{KEYS}/{old['id']}/rotate", {"overlap_hours": 5})
    assert ApiKey.objects.get(id=old["id"]).expires_at == end


def test_a_key_comes_with_a_secret_for_signing_that_only_the_product_can_derive_again(
    api: Api, alice: Person, settings: Settings
) -> None:
    first, second = made(api, alice), made(api, alice)
    assert first["signing_secret"].startswith("tb_sign_") and first["signing_secret"] != second["signing_secret"]
    assert signing_secret_of(first["prefix"]) == first["signing_secret"]
    assert "signing_secret" not in api(alice).get(KEYS).json()["items"][0]
    settings.REQUEST_SIGNING_KEY = "another"
    assert signing_secret_of(first["prefix"]) != first["signing_secret"]


def test_the_last_use_is_noted_to_the_minute(api: Api, visitor: FrontDoor, alice: Person) -> None:
    key, now = made(api, alice), clock.now()
    with clock.frozen(now):
        visitor.as_(X_API_Key=key["secret"]).get(ME)
    with clock.frozen(now + timedelta(seconds=30)):
        visitor.as_(X_API_Key=key["secret"]).get(ME)
    assert ApiKey.objects.get(id=key["id"]).last_used_at == now


def test_an_expired_key_is_refused_and_can_not_be_rotated(api: Api, visitor: FrontDoor, alice: Person) -> None:
    key = made(api, alice, expires_at=(clock.now() + timedelta(hours=1)).isoformat())
    assert visitor.as_(X_API_Key=key["secret"]).get(ME).status_code == 200
    ApiKey.objects.update(expires_at=clock.now())
    assert status(visitor.as_(X_API_Key=key["secret"]).get(ME)) == (401, "INVALID_TOKEN")
    assert status(api(alice).post(f"{KEYS}/{key['id']}/rotate")) == (409, "CONFLICT")


def test_bob_cannot_revoke_or_rotate_alices_key(api: Api, alice: Person, bob: Person) -> None:
    key = made(api, alice)
    assert api(bob).get(KEYS).json()["items"] == []
    assert status(api(bob).delete(f"{KEYS}/{key['id']}")) == (404, "NOT_FOUND")
    assert status(api(bob).post(f"{KEYS}/{key['id']}/rotate")) == (404, "NOT_FOUND")


def test_charlies_view_of_alices_key_is_that_of_none(api: Api, alice: Person, charlie: Person) -> None:
    key = made(api, alice)

    def refusal(key_id: object) -> dict[str, Any]:
        body: dict[str, Any] = api(charlie).delete(f"{KEYS}/{key_id}").json()
        return body | {"request_id": ""}

    assert refusal(key["id"]) == refusal(uuid7())


def test_the_owner_sees_and_revokes_bobs_key_but_never_comes_by_its_secret(
    api: Api, alice: Person, bob: Person
) -> None:
    key = made(api, bob)
    assert [item["id"] for item in api(alice).get(KEYS).json()["items"]] == [key["id"]]
    assert status(api(alice).post(f"{KEYS}/{key['id']}/rotate")) == (403, "INSUFFICIENT_PERMISSIONS")
    assert api(alice).delete(f"{KEYS}/{key['id']}").status_code == 204


def test_a_member_cannot_make_a_key_for_administration(api: Api, bob: Person) -> None:
    answer = api(bob).post(KEYS, {"name": "root", "scopes": ["admin"]})
    assert status(answer) == (403, "INSUFFICIENT_PERMISSIONS")


def test_a_viewer_makes_no_keys(api: Api, alice: Person) -> None:
    viewer = colleague("vera", alice, Role.VIEWER)
    assert status(api(viewer).post(KEYS, {"name": "ci", "scopes": ["history"]})) == (403, "INSUFFICIENT_PERMISSIONS")
    with pytest.raises(InsufficientPermissions):  # whichever door they come through
        key_of(viewer, Scope.HISTORY)


def test_a_key_manages_keys_only_with_the_scope_for_it(visitor: FrontDoor, alice: Person) -> None:
    plain, admin = key_of(alice, Scope.TRANSFORM), key_of(alice, Scope.ADMIN)
    assert status(visitor.as_(X_API_Key=plain.secret).get(KEYS)) == (403, "INSUFFICIENT_PERMISSIONS")
    assert visitor.as_(X_API_Key=admin.secret).get(KEYS).status_code == 200


def test_a_key_cannot_make_or_rotate_a_stronger_one(visitor: FrontDoor, alice: Person) -> None:
    admin, strong = key_of(alice, Scope.ADMIN), key_of(alice, Scope.ADMIN, Scope.TRANSFORM)
    door = visitor.as_(X_API_Key=admin.secret)
    assert status(door.post(KEYS, {"name": "ci", "scopes": ["transform"]})) == (403, "INSUFFICIENT_PERMISSIONS")
    assert status(door.post(f"{KEYS}/{strong.details.id}/rotate")) == (403, "INSUFFICIENT_PERMISSIONS")


def test_a_key_loses_what_its_owner_may_no_longer_do(visitor: FrontDoor, alice: Person) -> None:
    key = key_of(alice, Scope.ADMIN, Scope.HISTORY)
    alice.user.memberships.update(role=Role.MEMBER.value)
    assert visitor.as_(X_API_Key=key.secret).get(ME).json()["scopes"] == ["history"]


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": 7}, "name"),
        ({"name": "ci", "scopes": []}, "scopes"),
        ({"name": "ci", "scopes": ["root"]}, "scopes.0"),
        ({"name": "ci", "scopes": "admin"}, "scopes"),
        ({"name": "ci", "expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
        ({"name": "ci", "expires_at": "soon"}, "expires_at"),
        ({"name": "ci", "secret": "chosen"}, "secret"),
    ],
)
def test_a_key_that_makes_no_sense_is_refused(api: Api, alice: Person, wanted: dict[str, Any], field: str) -> None:
    answer = api(alice).post(KEYS, wanted)
    assert status(answer) == (400, "VALIDATION_ERROR")
    assert field in {error["field"] for error in answer.json()["errors"]}


def test_a_long_list_comes_in_pages_newest_first(api: Api, alice: Person, charlie: Person) -> None:
    names = [made(api, alice, name=f"key {number}")["name"] for number in range(5)]
    first = api(alice).get(f"{KEYS}?limit=2").json()
    second = api(alice).get(f"{KEYS}?limit=2&cursor={first['next_cursor']}").json()
    third = api(alice).get(f"{KEYS}?limit=2&cursor={second['next_cursor']}").json()
    assert [item["name"] for page in (first, second, third) for item in page["items"]] == names[::-1]
    assert third["next_cursor"] is None
    stolen = api(charlie).get(f"{KEYS}?cursor={first['next_cursor']}")
    assert status(stolen) == (400, "VALIDATION_ERROR")
