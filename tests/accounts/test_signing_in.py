"""Signing in, refreshing and signing out, through the front door."""

from collections.abc import Callable

import httpx
import pytest
from django.contrib.auth.hashers import MD5PasswordHasher

from tests.cast import Person
from tests.front_door import FrontDoor

TOKEN, REFRESH, LOGOUT, ME = (f"/api/v1/auth/{name}" for name in ("token", "token/refresh", "logout", "me"))


def problem(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_alice_signs_in_with_her_address_in_any_case(visitor: FrontDoor, alice: Person) -> None:
    answer = visitor.post(TOKEN, {"email": "Alice@Example.COM", "password": alice.password})
    assert answer.status_code == 200
    assert answer.json()["expires_in"] == 600
    assert answer.json()["user"]["id"] == str(alice.user.id)


def test_a_wrong_password_and_an_unknown_address_look_the_same(visitor: FrontDoor, alice: Person) -> None:
    wrong = visitor.post(TOKEN, {"email": "alice@example.com", "password": "not her password"})
    unknown = visitor.post(TOKEN, {"email": "nobody@example.com", "password": "not her password"})
    assert problem(wrong) == problem(unknown) == (401, "UNAUTHORIZED")
    assert wrong.json()["detail"] == unknown.json()["detail"]


def test_an_unknown_address_costs_as_much_as_a_wrong_password(
    visitor: FrontDoor, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []

    def encode(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return f"md5${salt}$0"

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    for email in ("alice@example.com", "nobody@example.com"):
        hashed.clear()
        visitor.post(TOKEN, {"email": email, "password": "not her password"})
        assert hashed == ["not her password"]


def test_a_suspended_user_is_refused_like_a_wrong_password(visitor: FrontDoor, alice: Person) -> None:
    alice.user.is_active = False
    alice.user.save()
    right = visitor.post(TOKEN, {"email": "alice@example.com", "password": alice.password})
    wrong = visitor.post(TOKEN, {"email": "alice@example.com", "password": "not her password"})
    assert problem(right) == problem(wrong)
    assert right.json()["detail"] == wrong.json()["detail"]


def test_a_refresh_token_gives_new_tokens(visitor: FrontDoor, alice: Person) -> None:
    answer = visitor.post(REFRESH, {"refresh": alice.refresh_token})
    assert answer.status_code == 200
    assert visitor.as_(Authorization=f"Bearer {answer.json()['access']}").get(ME).status_code == 200


def test_a_refresh_token_used_twice_ends_the_whole_family(visitor: FrontDoor, alice: Person) -> None:
    renewed = visitor.post(REFRESH, {"refresh": alice.refresh_token}).json()
    assert problem(visitor.post(REFRESH, {"refresh": alice.refresh_token})) == (401, "INVALID_TOKEN")
    assert problem(visitor.post(REFRESH, {"refresh": renewed["refresh"]})) == (401, "INVALID_TOKEN")
    assert problem(visitor.as_(Authorization=f"Bearer {renewed['access']}").get(ME)) == (401, "INVALID_TOKEN")


def test_ending_one_family_leaves_other_sign_ins_alone(visitor: FrontDoor, alice: Person) -> None:
    other = visitor.post(TOKEN, {"email": "alice@example.com", "password": alice.password}).json()
    for _ in range(2):
        visitor.post(REFRESH, {"refresh": alice.refresh_token})
    assert visitor.post(REFRESH, {"refresh": other["refresh"]}).status_code == 200


def test_an_access_token_is_no_refresh_token(visitor: FrontDoor, alice: Person) -> None:
    assert problem(visitor.post(REFRESH, {"refresh": alice.access_token})) == (401, "INVALID_TOKEN")


def test_a_refresh_token_opens_nothing(visitor: FrontDoor, alice: Person) -> None:
    answer = visitor.as_(Authorization=f"Bearer {alice.refresh_token}").get(ME)
    assert problem(answer) == (401, "INVALID_TOKEN")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_alice_signs_out_with_her_access_token(api: Callable[[Person], FrontDoor], alice: Person) -> None:
    assert api(alice).post(LOGOUT).status_code == 204
    assert problem(api(alice).get(ME)) == (401, "INVALID_TOKEN")


def test_alice_signs_out_with_her_refresh_token(visitor: FrontDoor, alice: Person) -> None:
    assert visitor.post(LOGOUT, {"refresh": alice.refresh_token}).status_code == 204
    assert problem(visitor.post(REFRESH, {"refresh": alice.refresh_token})) == (401, "INVALID_TOKEN")


def test_a_visitor_has_nothing_to_sign_out_of(visitor: FrontDoor, plans: None) -> None:
    assert problem(visitor.post(LOGOUT)) == (401, "UNAUTHORIZED")


def test_a_visitor_is_nobody(visitor: FrontDoor, plans: None) -> None:
    assert problem(visitor.get(ME)) == (401, "UNAUTHORIZED")


def test_me_says_role_scopes_and_organization(api: Callable[[Person], FrontDoor], bob: Person) -> None:
    me = api(bob).get(ME).json()
    assert (me["role"], me["scopes"]) == ("member", ["transform", "analyze", "history"])
    assert me["organization"]["id"] == str(bob.organization.id)
