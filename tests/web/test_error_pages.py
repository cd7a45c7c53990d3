"""What a page that can't be shown says, and how one goes on from there."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from pytest_django import Settings

from apps.accounts.queries import credentials
from tests.accounts.mailbox import deliver, link_in
from tests.cast import Person
from tests.web.browsing import Browser, Page
from tonebridge.errors import Unavailable
from tonebridge.resilience import clock

As = Callable[[Person], Browser]
OVER = {"en": "This link can't be used", "ja": "このリンクは使えません"}
NOWHERE = f"{'A' * 43}.{'B' * 43}"


def has_surroundings(page: Page) -> bool:
    """Whether one can go on from it: by the navigation, and in the other language."""
    return bool(page.links()) and 'action="/i18n/setlang/"' in page.html


def test_a_visitor_goes_on_from_a_page_that_isnt_there(browser: Browser) -> None:
    page = browser.get("/nowhere/")
    assert (page.status, has_surroundings(page)) == (404, True)
    assert "Sign in" in page.links()


def test_so_does_a_member_from_what_they_may_not_see(as_: As, alice: Person, bob: Person) -> None:
    for page in (as_(bob).get("/audit/"), as_(bob).get("/nowhere/")):
        assert (page.status in (403, 404), has_surroundings(page)) == (True, True)
        assert {"History", "Team"} <= set(page.links())
        assert bob.user.email in page.words


def test_so_does_whoever_left_a_page_open_for_too_long(alice: Person) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    strict.force_login(alice.user)
    page = Page(strict.post("/team/", {}))
    assert (page.status, has_surroundings(page)) == (403, True)


def test_a_page_for_which_the_database_is_missing_asks_nobody_who_reads_it(
    as_: As, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = as_(alice)

    def away(*_: object, **__: object) -> None:
        raise Unavailable

    monkeypatch.setattr(credentials, "principal_of_session", away)
    monkeypatch.setattr("apps.accounts.queries.pages.principal_of_session", away)
    page = browser.get("/team/")
    assert (page.status, page.links()) == (503, [])
    assert 'action="/i18n/setlang/"' in page.html
    assert alice.user.email not in page.words


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    ("path", "help_at"),
    [
        (f"/reset-password/{NOWHERE}/", "/forgot-password/"),
        (f"/verify-email/{NOWHERE}/", "/sign-in/?next=/security/"),
        (f"/verify-email/{NOWHERE}/not-mine/", "/sign-in/?next=/security/"),
        (f"/invitations/{NOWHERE}/", "/sign-in/"),
    ],
)
def test_a_link_that_is_over_says_so_and_leads_to_what_helps(
    browser: Browser, plans: None, language: str, path: str, help_at: str
) -> None:
    for page in (browser.reading(language).get(path), browser.post(path, {"password": "a long walk at noon"})):
        assert (page.status, has_surroundings(page)) == (400, True)
        assert f"<h1>{OVER[language]}</h1>" in unescape(page.html)
        assert f'<a class="button button--main" href="{help_at}">' in page.html


def test_a_link_that_ended_while_its_page_was_open_says_so_too(
    browser: Browser, alice: Person, settings: Settings
) -> None:
    browser.post("/forgot-password/", {"email": alice.user.email})
    link = link_in(deliver(settings)[0])
    assert browser.get(link).status == 200
    with clock.frozen(clock.now() + timedelta(days=2)):
        page = browser.post(link, {"password": "a long walk at noon"})
    assert (page.status, OVER["en"] in page.words) == (400, True)


def test_who_is_signed_in_and_unconfirmed_is_led_to_where_a_new_link_is_sent(browser: Browser) -> None:
    newcomer = {"email": "dana@example.com", "password": "a long walk at noon"}
    browser.post("/sign-up/", newcomer)
    browser.post("/sign-in/", newcomer)
    assert 'href="/security/">' in browser.get(f"/verify-email/{NOWHERE}/").html.partition("<h1>")[2]
