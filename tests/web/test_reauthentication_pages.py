"""Pages ask once more who somebody is, and go on with what they were doing."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from html import unescape

import pytest

from apps.accounts.models import ApiKey, Organization, SecondFactor, User
from apps.accounts.queries.credentials import principal_of_api_key
from tests.cast import PASSWORD, Person, code_now, switched_on
from tests.web.browsing import Browser, Page
from tonebridge.resilience import clock

As = Callable[[Person], Browser]
KEY = {"name": "nightly “report”", "scopes": ["transform", "history"], "days": "30"}
ASKED = "Confirm it's you"


def eleven_minutes_later() -> AbstractContextManager[None]:
    return clock.frozen(clock.now() + timedelta(minutes=11))


def fields_of(page: Page) -> dict[str, list[str]]:
    """What the form on the page would send, as a browser reads it."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.html):
        found.setdefault(name, []).append(unescape(value))
    return found


def test_a_key_is_asked_for_and_made_with_what_was_typed(as_: As, alice: Person) -> None:
    browser = as_(alice)
    with eleven_minutes_later():
        asked = browser.post("/api-keys/", KEY)
        assert (asked.status, ASKED in asked.words, ApiKey.objects.exists()) == (403, True, False)
        wrong = browser.post("/api-keys/", fields_of(asked) | {"reauthenticate-password": "a guess"})
        assert (wrong.status, "The password isn't right." in wrong.words) == (422, True)
        made = browser.post("/api-keys/", fields_of(wrong) | {"reauthenticate-password": PASSWORD})
    holder = principal_of_api_key(made.text_of("secret"))
    assert (ApiKey.objects.get().name, sorted(holder.scopes)) == (KEY["name"], ["history", "transform"])


def test_for_ten_minutes_nothing_is_asked_again(as_: As, alice: Person) -> None:
    browser = as_(alice)
    with eleven_minutes_later():
        asked = browser.post("/api-keys/", KEY)
        browser.post("/api-keys/", fields_of(asked) | {"reauthenticate-password": PASSWORD})
        with clock.frozen(clock.now() + timedelta(minutes=9)):
            assert browser.post("/api-keys/", KEY).status == 201
        with eleven_minutes_later():
            assert browser.post("/api-keys/", KEY).status == 403


def test_whoever_holds_the_old_cookie_gains_nothing_by_it(as_: As, alice: Person) -> None:
    browser, thief = as_(alice), as_(alice)
    thief.client.cookies["sessionid"] = browser.client.cookies["sessionid"].value
    with eleven_minutes_later():
        asked = browser.post("/api-keys/", KEY)
        browser.post("/api-keys/", fields_of(asked) | {"reauthenticate-password": PASSWORD})
        assert thief.post("/api-keys/", KEY).location.startswith("/sign-in/")


def test_a_script_gets_the_question_as_a_part(as_: As, alice: Person) -> None:
    browser = as_(alice)
    with eleven_minutes_later():
        page = browser.post("/api-keys/", KEY, HX_Request="true")
    assert ASKED in page.words and "<header" not in page.html
    assert "HX-Request" in page.response["Vary"] and "no-store" in page.response["Cache-Control"]


def test_a_page_that_shows_a_secret_asks_before_it_and_comes_next(as_: As, alice: Person) -> None:
    browser, path = as_(alice), "/security/two-step/?next=%2Fteam%2F"
    with eleven_minutes_later():
        asked = browser.get(path)
        assert ASKED in asked.words and not SecondFactor.objects.exists()
        page = browser.post(path, fields_of(asked) | {"reauthenticate-password": PASSWORD})
        assert page.location == path
        assert "Switch on two-step sign-in" in browser.get(path).words


def test_where_two_step_sign_in_is_on_the_code_is_asked(as_: As, alice: Person, bob: Person) -> None:
    browser = as_(alice)
    secret, _codes = switched_on(alice.user)
    role = f"/team/{bob.user.id}/role/"
    with eleven_minutes_later():
        asked = browser.post(role, {"role": "viewer"})
        assert "reauthenticate-code" in asked.html and "reauthenticate-password" not in asked.html
        assert browser.post(role, fields_of(asked) | {"reauthenticate-code": "000000"}).status == 422
        assert browser.post(role, fields_of(asked) | {"reauthenticate-code": code_now(secret)}).location == "/team/"
    assert bob.user.memberships.get().role == "viewer"


def test_no_secret_that_was_typed_is_written_into_a_page(as_: As, alice: Person) -> None:
    browser = as_(alice)
    with eleven_minutes_later():
        page = browser.post("/security/two-step/", {"code": "123456", "next": "/team/", "password": "sesame"})
    assert "/team/" in fields_of(page)["next"]
    assert "123456" not in page.html and "sesame" not in page.html


def test_what_was_typed_cannot_break_out_of_the_page(as_: As, alice: Person) -> None:
    name = '"><script>alert(1)</script>'
    with eleven_minutes_later():
        page = as_(alice).post("/api-keys/", KEY | {"name": name})
    with eleven_minutes_later():
        assert "<script>alert" not in page.html


@pytest.mark.parametrize("path", ["/account/delete-organization/", "/account/keeping/"])
def test_what_cannot_be_undone_asks_first(as_: As, alice: Person, path: str) -> None:
    fields = {"name": "Alice's company", "retention_days": "0"}
    browser = as_(alice)
    with eleven_minutes_later():
        assert ASKED in browser.post(path, fields).words
    assert User.objects.get(id=alice.user.id).is_active
    assert Organization.objects.get().retention_days == alice.organization.retention_days != 0


def test_a_visitor_is_asked_to_sign_in_and_nothing_else(browser: Browser) -> None:
    page = browser.post("/api-keys/", {"reauthenticate": "POST", "reauthenticate-password": PASSWORD})
    assert page.location.startswith("/sign-in/")
