"""Signing in, up and out on pages."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from tests.accounts.mailbox import deliver, link_in, unmarked
from tests.cast import Person
from tests.web.browsing import Browser, Page
from tonebridge.resilience import clock

SIGNED_OUT = "You've been signed out. Sign in to continue."
NEWCOMER = {"full_name": "Dana", "email": "dana@example.com", "password": "a long walk at noon"}


def test_alice_signs_in_and_out(browser: Browser, alice: Person) -> None:
    browser.post("/sign-in/", {"email": alice.user.email, "password": alice.password})
    assert "History" in browser.get("/").links()
    browser.post("/sign-out/")
    assert "Sign in" in browser.get("/").links()


def test_signing_in_begins_a_new_session(browser: Browser, alice: Person) -> None:
    browser.client.session.save()
    before = browser.client.session.session_key
    browser.post("/sign-in/", {"email": alice.user.email, "password": alice.password})
    assert browser.client.session.session_key != before


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(browser: Browser, alice: Person) -> None:
    wrong = refusal(browser, email=alice.user.email)
    assert wrong == refusal(browser, email="nobody@example.com")
    assert "isn't right" in wrong


def refusal(browser: Browser, *, email: str) -> str:
    """What the page says, the address itself aside."""
    page = browser.post("/sign-in/", {"email": email, "password": "not the password"})
    assert page.status == 422
    return page.words.replace(email, "")


def test_a_suspended_user_gets_that_answer_too(browser: Browser, alice: Person) -> None:
    alice.user.is_active = False
    alice.user.save()
    page = browser.post("/sign-in/", {"email": alice.user.email, "password": alice.password})
    assert page.status == 422


def test_signing_in_leads_back_to_the_page_that_asked(browser: Browser, alice: Person) -> None:
    asked = browser.get("/history/", {"q": "spec"})
    assert asked.location == "/sign-in/?next=/history/%3Fq%3Dspec"
    assert entering(browser, alice, "/history/?q=spec").location == "/history/?q=spec"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "///evil.example",
        "http:evil",
        "",
    ],
)
def test_signing_in_leads_to_no_other_site(browser: Browser, alice: Person, elsewhere: str) -> None:
    assert entering(browser, alice, elsewhere).location == "/"


def entering(browser: Browser, person: Person, wanted: str) -> Page:
    return browser.post("/sign-in/", {"email": person.user.email, "password": person.password, "next": wanted})


def test_guessing_at_one_account_is_slowed_down(browser: Browser, alice: Person) -> None:
    assert guesses(browser, [alice.user.email] * 6) == [422] * 5 + [429]


def test_guessing_from_one_address_is_slowed_down(browser: Browser) -> None:
    assert guesses(browser, [f"{number}@example.com" for number in range(11)]) == [422] * 10 + [429]


def guesses(browser: Browser, emails: list[str]) -> list[int]:
    return [browser.post("/sign-in/", {"email": email, "password": "a guess"}).status for email in emails]


def test_one_ipv6_site_guesses_as_one(browser: Browser, alice: Person) -> None:
    for number in range(10):
        browser.client.defaults["REMOTE_ADDR"] = f"2001:db8:1:2::{number}"
        browser.post("/sign-in/", {"email": f"{number}@example.com", "password": "a guess"})
    right = {"email": alice.user.email, "password": alice.password}
    browser.client.defaults["REMOTE_ADDR"] = "2001:db8:1:2:ffff::1"
    assert browser.post("/sign-in/", right).status == 429
    browser.client.defaults["REMOTE_ADDR"] = "2001:db8:1:3::1"
    assert browser.post("/sign-in/", right).status == 302


@pytest.mark.parametrize("proof_needed", [False, True])
def test_a_newcomer_confirms_the_address_and_is_in(browser: Browser, settings: Settings, proof_needed: bool) -> None:
    settings.SIGN_IN_NEEDS_VERIFIED_EMAIL = proof_needed
    page = browser.post("/sign-up/", NEWCOMER)
    assert "We've sent an email to dana@example.com. Follow the link in it to continue." in page.words
    assert "isn't confirmed within 7 days" in page.words
    assert "Sign in" in browser.get("/").links()
    confirmed = browser.post(link_in(deliver(settings)[0]), {"password": NEWCOMER["password"]})
    assert confirmed.location == "/"
    page = browser.get("/")
    assert "Your email address is confirmed." in page.words
    assert "dana@example.com" in page.words


def test_the_page_of_signing_up_passes_on_where_to_go_to_signing_in_alone(browser: Browser) -> None:
    asked, refused = browser.get("/sign-up/?next=/read/"), browser.post("/sign-up/?next=/read/", {"email": "x"})
    for page in (asked, refused):
        assert 'href="/sign-in/?next=%2Fread%2F"' in page.html
        assert 'name="next" value="/read/"' not in page.html  # a link in a mail goes on from there


def test_nobody_is_let_in_by_signing_up_and_whose_address_it_is_learns_how_to_sign_in(
    browser: Browser, alice: Person, settings: Settings
) -> None:
    page = browser.post("/sign-up/", NEWCOMER | {"email": alice.user.email})
    assert f"We've sent an email to {alice.user.email}. Follow the link in it to continue." in page.words
    assert "Sign in" in browser.get("/").links()
    (message,) = deliver(settings)
    assert (message.to, link_in(message)) == ([alice.user.email], "/sign-in/")
    assert "アカウントは、すでに登録されています" in str(message.body)


def test_whoever_confirms_where_somebody_else_is_signed_in_leaves_them_there(
    as_: Callable[[Person], Browser], alice: Person, settings: Settings
) -> None:
    Browser(Client()).post("/sign-up/", NEWCOMER)
    browser = as_(alice)
    assert browser.post(link_in(deliver(settings)[0]), {"password": NEWCOMER["password"]}).location == "/"
    assert alice.user.email in browser.get("/").words


def test_the_day_on_which_an_account_goes_is_the_readers_own(browser: Browser, settings: Settings) -> None:
    settings.DISPLAY_TIME_ZONE = "Asia/Tokyo"
    evening = clock.now().replace(hour=20)
    with clock.frozen(evening):
        browser.post("/sign-up/", NEWCOMER)
        browser.post("/sign-in/", NEWCOMER)
    a_week_later_in_tokyo = evening + timedelta(days=8)
    assert f"deleted on {a_week_later_in_tokyo:%Y-%m-%d}" in browser.get("/").words


def test_a_weak_password_is_refused_beside_its_field(browser: Browser) -> None:
    page = browser.post("/sign-up/", NEWCOMER | {"password": "short"})
    assert page.status == 422
    assert 'id="id_password_error"' in page.html


def test_a_taken_address_is_answered_like_a_free_one(browser: Browser, alice: Person) -> None:
    def answer(email: str, password: str) -> tuple[list[int], list[str]]:
        pages = [browser.post("/sign-up/", NEWCOMER | {"email": email, "password": password})]
        pages += [browser.get(path) for path in ("/", "/security/", "/sign-up/", "/sign-in/")]
        assert email in pages[0].words
        return [page.status for page in pages], [unmarked(page.html, email) for page in pages]

    free = answer("nobody@example.com", "another long password")
    assert free[0] == [200, 200, 302, 200, 200]
    assert answer(alice.user.email, alice.password) == answer(alice.user.email, "another long password") == free


@pytest.mark.parametrize(
    "path", ["/", "/sign-in/", "/sign-up/", "/sign-out/", "/api-keys/", "/glossary/", "/i18n/setlang/"]
)
def test_a_form_from_elsewhere_is_refused(path: str, plans: None) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    response = strict.post(path, {"text": "Hello"})
    assert response.status_code == 403
    assert "Reload it and try again" in response.content.decode()


def test_a_name_with_a_script_is_shown_as_text(
    browser: Browser, as_: Callable[[Person], Browser], alice: Person
) -> None:
    page = browser.post("/sign-up/", NEWCOMER | {"full_name": "<script>alert(1)</script>", "password": "x"})
    assert "<script>alert(1)" not in page.html


def test_signing_out_leaves_nothing_that_was_read_and_keeps_the_language(
    as_: Callable[[Person], Browser], alice: Person
) -> None:
    browser = as_(alice).reading("ja")
    page = browser.post("/sign-out/")
    assert page.response["Clear-Site-Data"] == '"cache", "storage"'
    assert browser.client.cookies["django_language"].value == "ja"


def test_so_does_closing_the_account(as_: Callable[[Person], Browser], alice: Person) -> None:
    page = as_(alice).post("/account/delete/", {"password": alice.password})
    assert (page.location, page.response["Clear-Site-Data"]) == ("/", '"cache", "storage"')


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/", {"text": "", "transformation_type": "soften", "intensity": "2"}),
        ("/", {"text": "あ" * 501, "transformation_type": "soften", "intensity": "2"}),
        ("/read/", {"text": ""}),
    ],
)
def test_a_message_from_a_page_of_somebody_who_signed_out_is_answered_with_that_alone(
    as_: Callable[[Person], Browser], alice: Person, path: str, fields: dict[str, str]
) -> None:
    browser = as_(alice)
    owner = re.search(r'name="owner" value="(\w+)"', browser.get(path).html)
    browser.post("/sign-out/")
    browser.get("/")  # the tab in which alice signed out has said so
    assert owner
    for part in ({}, {"X_Fragment": "answer"}):
        page = browser.post(path, fields | {"owner": owner[1]}, **part)
        assert "You've been signed out. Sign in" in page.words
        assert f'href="/sign-in/?next={path}"' in page.html
        assert "Shorten this" not in page.words
        assert "can't be empty" not in page.words


@pytest.mark.parametrize("path", ["/team/", "/api-keys/", "/glossary/", "/account/keeping/", "/security/password/"])
def test_a_form_of_somebody_who_signed_out_meanwhile_leads_to_signing_in_and_says_why(
    as_: Callable[[Person], Browser], alice: Person, path: str
) -> None:
    browser = as_(alice)
    browser.post("/sign-out/")
    browser.get("/")
    assert browser.get(path).location.startswith("/sign-in/") or path == "/account/keeping/"
    assert SIGNED_OUT not in browser.get("/sign-in/").words.replace("  ", " ")
    assert browser.post(path).location.startswith("/sign-in/")
    assert SIGNED_OUT in browser.get("/sign-in/").words
