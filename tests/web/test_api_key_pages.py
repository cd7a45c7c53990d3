"""API keys and usage on pages."""

import re
from collections.abc import Callable

import pytest

from apps.accounts.actions.create_api_key import create_api_key
from apps.accounts.contracts import Scope
from apps.accounts.queries.credentials import principal_of_api_key
from tests.cast import Person
from tests.web.browsing import Browser
from tests.web.test_workspace import FORM, SCRIPT
from tonebridge.errors import InvalidToken

As = Callable[[Person], Browser]
KEY = {"name": "nightly report", "scopes": ["transform"], "days": "90"}


def made(browser: Browser, **fields: object) -> tuple[str, str]:
    """A new key's secret and the path of its revocation."""
    page = browser.post("/api-keys/", KEY | fields)
    revocation = re.search(r'href="(/api-keys/[0-9a-f-]{36}/revoke/)"', page.html)
    assert revocation
    return page.text_of("secret"), revocation[1]


def test_a_key_works_and_its_secret_is_shown_once(as_: As, alice: Person) -> None:
    browser = as_(alice)
    secret, _path = made(browser)
    assert principal_of_api_key(secret).user_id == alice.user.id
    assert secret not in browser.get("/api-keys/").html


def test_the_page_with_the_secret_is_kept_nowhere(as_: As, alice: Person) -> None:
    page = as_(alice).post("/api-keys/", KEY)
    assert "no-store" in page.response["Cache-Control"]


def test_where_the_list_is_refused_no_key_is_made_whose_secret_nobody_would_see(as_: As, alice: Person) -> None:
    browser = as_(alice)
    assert browser.post("/api-keys/?cursor=broken", KEY).status == 400
    assert "You are using 0 of 20 API keys." in browser.get("/api-keys/").words


def test_revoking_asks_first(as_: As, alice: Person) -> None:
    browser = as_(alice)
    secret, path = made(browser)
    assert "Revoke this key?" in browser.get(path).words
    assert principal_of_api_key(secret)
    browser.post(path)
    with pytest.raises(InvalidToken):
        principal_of_api_key(secret)


def test_the_page_says_how_many_there_may_be_and_refuses_one_more(as_: As, alice: Person) -> None:
    browser = as_(alice)
    assert "You are using 0 of 20 API keys." in browser.get("/api-keys/").words
    for _ in range(19):
        create_api_key(principal=alice.principal, name="ci", scopes=[Scope.HISTORY])
    made(browser)
    page = browser.post("/api-keys/", KEY)
    assert (page.status, "reached the limit of 20 API keys" in page.words) == (409, True)


@pytest.mark.parametrize("method", ["get", "post"])
def test_charlie_cannot_revoke_alices_key(as_: As, alice: Person, charlie: Person, method: str) -> None:
    secret, path = made(as_(alice))
    stranger = as_(charlie)
    assert (stranger.get(path) if method == "get" else stranger.post(path)).status == 404
    assert principal_of_api_key(secret)


def test_bob_is_not_offered_the_rights_of_an_owner(as_: As, alice: Person, bob: Person) -> None:
    browser = as_(bob)
    assert "Administer the organization" not in browser.get("/api-keys/").words
    assert browser.post("/api-keys/", KEY | {"scopes": ["admin"]}).status == 422


@pytest.mark.parametrize("wrong", [{"name": ""}, {"scopes": []}, {"days": "7"}])
def test_a_key_that_can_not_be_is_refused(as_: As, alice: Person, wrong: dict[str, object]) -> None:
    assert as_(alice).post("/api-keys/", KEY | wrong).status == 422


def test_a_key_may_have_no_end(as_: As, alice: Person) -> None:
    browser = as_(alice)
    made(browser, days="")
    assert "no expiration" in browser.get("/api-keys/").words


def test_a_script_in_a_keys_name_is_shown_as_text(as_: As, alice: Person) -> None:
    browser = as_(alice)
    _secret, path = made(browser, name=SCRIPT)
    for page in (browser.get("/api-keys/"), browser.get(path)):
        assert SCRIPT not in page.html
        assert SCRIPT in page.words


def test_usage_counts_what_was_transformed(as_: As, charlie: Person) -> None:
    browser = as_(charlie)
    browser.post("/", FORM)
    shown = " ".join(browser.get("/usage/").words.split())
    assert "Today 1 of 100 messages" in shown
    assert f"{len(FORM['text'])} characters" in shown


@pytest.mark.parametrize(
    ("language", "told", "not_told"),
    [
        ("en", "Limit: 300 requests a minute. Every API request counts", "of 300 messages"),
        ("ja", "上限：1 分あたりのリクエスト 300 回。", "/ 300 件"),
    ],
)
def test_what_is_limited_a_minute_is_requests(as_: As, alice: Person, language: str, told: str, not_told: str) -> None:
    shown = " ".join(as_(alice).reading(language).get("/usage/").words.split())
    assert told in shown and not_told not in shown
    assert ("of 50,000 messages" if language == "en" else "/ 50,000 件") in shown
