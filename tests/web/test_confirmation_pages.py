"""Confirming an email address, or saying that the account is somebody else's, on pages."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from apps.accounts.models import Membership, SecondFactor, User
from tests.accounts.mailbox import deliver, link_in
from tests.cast import Person
from tests.web.browsing import Browser
from tonebridge.resilience import clock

As = Callable[[Person], Browser]
NEW = "a long walk at noon"


def test_a_newcomer_sees_a_notice_until_the_address_is_confirmed(browser: Browser, settings: Settings) -> None:
    newcomer = {"email": "dana@example.com", "password": NEW}
    browser.post("/sign-up/", newcomer)
    browser.post("/sign-in/", newcomer)
    assert "Please confirm your email address" in browser.get("/").words
    link = link_in(deliver(settings)[0])
    assert "This is my address" in browser.get(link).words
    assert "Please confirm your email address" in browser.get("/").words  # opening the page uses nothing up
    assert browser.post(link).location == "/"
    assert "Please confirm your email address" not in browser.get("/").words


@pytest.fixture
def waiting(browser: Browser, settings: Settings) -> str:
    """The link in the mail about an account that a stranger made with dana's address, in a browser of theirs."""
    Browser(Client()).post("/sign-up/", {"email": "dana@example.com", "password": NEW})
    return link_in(deliver(settings)[0])


def test_who_isnt_signed_in_confirms_with_the_password(browser: Browser, waiting: str) -> None:
    page = browser.get(waiting)
    assert "enter your password, or open the link" in page.words
    assert browser.post(waiting).status == 422
    assert browser.post(waiting, {"password": "a guess at noon"}).status == 422
    assert not User.objects.get(email="dana@example.com").email_verified
    assert browser.post(waiting, {"password": NEW}).location == "/"
    assert "dana@example.com" in browser.get("/security/").words
    assert User.objects.get(email="dana@example.com").email_verified


def test_strangers_guesses_at_the_address_keep_nobody_out_who_confirms_it(browser: Browser, waiting: str) -> None:
    for _ in range(6):
        Browser(Client()).post("/sign-in/", {"email": "dana@example.com", "password": "a guess at noon"})
    assert browser.post("/sign-in/", {"email": "dana@example.com", "password": NEW}).status == 429
    assert browser.post(waiting, {"password": NEW}).location == "/"


def test_the_page_for_a_code_leads_on_to_where_the_link_would_have(browser: Browser, waiting: str) -> None:
    SecondFactor.objects.create(user=User.objects.get(), secret="A" * 32, confirmed_at=clock.now())
    assert browser.post(waiting + "?next=/history/", {"password": NEW}).location == "/sign-in/code/?next=%2Fhistory%2F"


def test_staff_of_no_organization_come_to_the_administration(browser: Browser, waiting: str) -> None:
    Membership.objects.all().delete()
    User.objects.update(is_staff=True)
    assert browser.post(waiting, {"password": NEW}).location == "/admin/"


def test_a_link_that_has_done_its_work_says_so(browser: Browser, waiting: str) -> None:
    visitor = Browser(Client(headers={"accept-language": "en"}))
    browser.post(waiting, {"password": NEW})
    for page in (visitor.get(waiting), visitor.post(waiting, {"password": NEW}), browser.get(waiting)):
        assert (page.status, "Your email address is already confirmed" in page.words) == (200, True)
    assert 'href="/sign-in/"' in visitor.get(waiting).html


def test_one_that_is_too_old_or_was_never_sent_is_refused(browser: Browser, waiting: str) -> None:
    with clock.frozen(clock.now() + timedelta(hours=25)):
        assert browser.get(waiting).status == 400
    made_up = f"/verify-email/{'A' * 43}.{'B' * 43}/"
    assert browser.get(made_up).status == 400


def test_somebody_else_who_is_signed_in_confirms_nothing(as_: As, alice: Person, waiting: str) -> None:
    browser = as_(alice)
    assert "enter your password, or open the link" in browser.get(waiting).words
    assert browser.post(waiting).status == 422


def test_who_didnt_create_the_account_deletes_it_after_a_question(browser: Browser, waiting: str) -> None:
    assert f'href="{waiting}not-mine/"' in browser.get(waiting).html
    asked = browser.get(f"{waiting}not-mine/")
    assert "Delete this account?" in asked.words
    assert User.objects.get(email="dana@example.com").is_active
    assert browser.post(f"{waiting}not-mine/").location == "/"
    assert not User.objects.get(email="dana@example.com").is_active
    assert browser.post("/sign-in/", {"email": "dana@example.com", "password": NEW}).status == 422
