"""A page's session gets a new key whenever it comes to more: the old one opens nothing, and it stays the same in the list."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from apps.accounts.actions.renew_session import renew_session
from apps.accounts.actions.set_up_second_factor import set_up_second_factor
from apps.accounts.credentials.totp import new_secret
from apps.accounts.models import PageSession, SecondFactor, User
from apps.accounts.queries.sessions import open_session
from tests.accounts.mailbox import deliver, token_in
from tests.accounts.test_sign_ins import ME, browse, key_of
from tests.cast import PASSWORD, Person, code_now
from tests.front_door import Api, FrontDoor
from tests.page import Page
from tonebridge.resilience import clock

NEW = "a long walk at noon"
Step = Callable[[Client, Person], object]


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    """Of how often one address may sign in."""
    cache.clear()
    yield
    cache.clear()


def switch_on(browser: Client, person: Person) -> object:
    code = code_now(set_up_second_factor(user_id=person.user.id, authenticated_at=clock.now()).secret)
    return browser.post("/security/two-step/", {"code": code})


def show_code(browser: Client, person: Person) -> object:
    """In a session that went on when two-step sign-in was switched on, as they did in versions before."""
    secret = new_secret()
    SecondFactor.objects.create(user=person.user, secret=secret, confirmed_at=clock.now())
    return browser.post("/sign-in/code/", {"code": code_now(secret)})


def give_password(browser: Client, person: Person) -> object:
    fields = {"reauthenticate": "GET", "reauthenticate-password": PASSWORD}
    return browser.post("/security/two-step/", fields)


def give_password_to_the_api(browser: Client, person: Person) -> object:
    return browser.post("/api/v1/auth/reauthenticate", {"password": PASSWORD}, content_type="application/json")


STEPS: dict[str, Step] = {
    "two-step sign-in switched on": switch_on,
    "code shown": show_code,
    "password given": give_password,
    "password given to the API": give_password_to_the_api,
    "password changed": lambda browser, _person: browser.post(
        "/security/password/", {"current_password": PASSWORD, "new_password": NEW}
    ),
    "signed out elsewhere": lambda browser, _person: browser.post("/security/sign-out-everywhere/"),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_the_old_key_opens_nothing_and_the_list_knows_the_new_one(alice: Person, step: Step) -> None:
    browser = browse(alice)
    old, listed = key_of(browser), PageSession.objects.get()
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        step(browser, alice)
    new = PageSession.objects.get()
    assert (new.id, new.created_at, new.session_id) == (listed.id, listed.created_at, key_of(browser))
    assert browser.get("/history/").status_code == 200
    browser.cookies["sessionid"] = old
    assert browser.get("/history/").status_code == 302


def test_a_session_that_ends_meanwhile_doesnt_come_back_under_a_new_key(alice: Person) -> None:
    session = open_session(key_of(browse(alice)))
    session["accounts.authenticated"] = clock.now().isoformat()
    Session.objects.all().delete()
    with pytest.raises(SessionInterrupted):
        session.cycle_key()
    assert not Session.objects.exists()


def test_the_api_says_that_it_has_ended(visitor: FrontDoor, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def end_then_renew(*, session: SessionBase) -> None:
        Session.objects.all().delete()
        renew_session(session=session)

    monkeypatch.setattr("apps.accounts.api.v1.reauthentication.renew_session", end_then_renew)
    answer = Page.of(alice).door(visitor).post("/api/v1/auth/reauthenticate", {"password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (401, "INVALID_TOKEN")
    assert not Session.objects.exists()


def test_a_browser_that_signs_itself_out_in_the_list_is_out(alice: Person) -> None:
    browser, name = browse(alice), PageSession.objects.get().id
    with clock.frozen(clock.now() + timedelta(hours=2)):  # its use would be noted
        answer = browser.post(f"/security/sessions/{name}/end/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/security/sessions/")
    assert not PageSession.objects.exists() and not Session.objects.exists()


def test_a_page_stays_signed_in_where_an_invitation_proves_its_address(
    api: Api, visitor: FrontDoor, alice: Person, charlie: Person, settings: Settings
) -> None:
    User.objects.filter(id=charlie.user.id).update(email_verified_at=None)
    page, elsewhere = Page.of(charlie), Page.of(charlie)
    api(alice).post("/api/v1/organization/invitations", {"email": charlie.user.email, "role": "member"})
    token = token_in(deliver(settings)[0])
    answer = page.door(visitor).post("/api/v1/organization/invitations/accept", {"token": token})
    cookie = answer.cookies["sessionid"]
    assert answer.status_code == 204
    assert visitor.as_(Cookie=f"sessionid={cookie}").get(ME).json()["organization"]["name"] == "Alice's company"
    assert [visitor.as_(Cookie=each.cookie).get(ME).status_code for each in (page, elsewhere)] == [401, 401]


def test_its_key_stays_where_an_invitation_proves_nothing_new(
    api: Api, visitor: FrontDoor, alice: Person, charlie: Person, settings: Settings
) -> None:
    page = Page.of(charlie)
    api(alice).post("/api/v1/organization/invitations", {"email": charlie.user.email, "role": "member"})
    token = token_in(deliver(settings)[0])
    answer = page.door(visitor).post("/api/v1/organization/invitations/accept", {"token": token})
    assert (answer.status_code, "sessionid" in answer.cookies) == (204, False)
    assert visitor.as_(Cookie=page.cookie).get(ME).json()["organization"]["name"] == "Alice's company"


def test_the_api_sets_the_cookie_as_pages_are_told_to(visitor: FrontDoor, alice: Person, settings: Settings) -> None:
    settings.SESSION_COOKIE_SAMESITE, settings.SESSION_COOKIE_DOMAIN = "Strict", "example.com"
    answer = Page.of(alice).door(visitor).post("/api/v1/auth/reauthenticate", {"password": PASSWORD})
    said = answer.headers["set-cookie"]
    assert ("SameSite=Strict" in said, "Domain=example.com" in said, "HttpOnly" in said) == (True, True, True)
