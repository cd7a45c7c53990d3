"""Django reached directly: the same credentials count, and a session must prove that the request is our page's."""

import pytest
from rest_framework.test import APIClient

from apps.accounts.actions.create_api_key import create_api_key
from apps.accounts.contracts import Scope
from tests.cast import Person

ME, ORGANIZATION = "/api/v1/auth/me", "/api/v1/organization"
NAME = {"name": "Renamed"}


@pytest.fixture
def browser(alice: Person) -> APIClient:
    """Alice, signed in on a page, in a browser that has the cookie against forged requests."""
    client = APIClient(enforce_csrf_checks=True)
    assert client.login(username="alice@example.com", password=alice.password)
    client.cookies["csrftoken"] = "a" * 32
    return client


def test_a_token_counts(plain: APIClient, alice: Person) -> None:
    answer = plain.get(ME, headers={"Authorization": f"Bearer {alice.access_token}"})
    assert answer.json()["email"] == "alice@example.com"


@pytest.mark.parametrize(("header", "scheme"), [("X-API-Key", ""), ("Authorization", "Bearer ")])
def test_a_key_counts(plain: APIClient, alice: Person, header: str, scheme: str) -> None:
    key = create_api_key(principal=alice.principal, name="ci", scopes=[Scope.HISTORY])
    assert plain.get(ME, headers={header: scheme + key.secret}).json()["scopes"] == ["history"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer not.a.token"},
        {"Authorization": "Bearer "},
        {"Authorization": "Basic YWxpY2U6cGFzc3dvcmQ="},
        {"X-API-Key": "tb_live_nothing"},
        {"Authorization": "Bearer tb_live_nothing"},
    ],
)
def test_wrong_credentials_are_refused_even_where_none_would_do(plain: APIClient, headers: dict[str, str]) -> None:
    answer = plain.post("/api/v1/auth/logout", {}, format="json", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "INVALID_TOKEN")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_nobody_is_refused(plain: APIClient) -> None:
    answer = plain.get(ME)
    assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHORIZED")


def test_a_principal_can_not_be_sent_in(plain: APIClient, alice: Person) -> None:
    answer = plain.get(ME, headers={"tonebridge.principal": str(alice.user.id)})
    assert answer.status_code == 401


def test_a_page_reads_with_its_session(browser: APIClient) -> None:
    assert browser.get(ME).json()["email"] == "alice@example.com"


def test_a_page_changes_something_with_its_token_against_forgery(browser: APIClient) -> None:
    answer = browser.patch(ORGANIZATION, NAME, format="json", headers={"X-CSRFToken": "a" * 32})
    assert (answer.status_code, answer.json()["name"]) == (200, "Renamed")


@pytest.mark.parametrize(
    "headers", [{}, {"X-CSRFToken": "b" * 32}, {"X-CSRFToken": "a" * 32, "Origin": "https://evil.example"}]
)
def test_a_forged_request_changes_nothing(browser: APIClient, headers: dict[str, str]) -> None:
    answer = browser.patch(ORGANIZATION, NAME, format="json", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "INSUFFICIENT_PERMISSIONS")


def test_a_suspended_user_leaves_a_session_behind_that_opens_nothing(browser: APIClient, alice: Person) -> None:
    alice.user.is_active = False
    alice.user.save()
    assert browser.get(ME).status_code == 401
