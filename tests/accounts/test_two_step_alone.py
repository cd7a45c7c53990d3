"""Once two-step sign-in is on, nothing goes on that a password alone has opened, and a password alone changes no password."""

from datetime import timedelta

import pytest

from apps.accounts.models import TokenFamily
from tests.cast import PASSWORD, Person, code_now, signed_in
from tests.front_door import Api, FrontDoor
from tests.page import Page
from tests.web.browsing import Browser
from tonebridge.resilience import clock

ME, TWO_FACTOR, CHANGE = "/api/v1/auth/me", "/api/v1/auth/two-factor", "/api/v1/auth/password/change"
REFRESH, REAUTHENTICATE = "/api/v1/auth/token/refresh", "/api/v1/auth/reauthenticate"
NEW = "a long walk at noon"
pytestmark = pytest.mark.django_db


def switch_on(door: FrontDoor) -> str:
    """The secret of an authenticator."""
    secret: str = door.post(TWO_FACTOR).json()["secret"]
    assert door.post(f"{TWO_FACTOR}/confirm", {"code": code_now(secret)}).status_code == 200
    return secret


def refreshed(visitor: FrontDoor, person: Person) -> FrontDoor:
    """With a new access token of a sign-in from before."""
    access = visitor.post(REFRESH, {"refresh": person.refresh_token}).json()["access"]
    return visitor.as_(Authorization=f"Bearer {access}")


def ended(visitor: FrontDoor, api: Api, person: Person) -> bool:
    refresh = visitor.post(REFRESH, {"refresh": person.refresh_token}).status_code
    return (api(person).get(ME).status_code, refresh) == (401, 401)


def test_switching_it_on_ends_all_sign_ins_but_the_one_that_does(api: Api, visitor: FrontDoor, alice: Person) -> None:
    other, page = signed_in(alice.user), Page.of(alice)
    switch_on(api(alice))
    assert ended(visitor, api, other)
    assert page.door(visitor).get(ME).status_code == 401
    assert api(alice).get(ME).status_code == 200


def test_a_page_that_switches_it_on_goes_on(alice: Person) -> None:
    page, other = Page.of(alice), Page.of(alice)
    browser = Browser(page.client)
    secret = browser.get("/security/two-step/").text_of("authenticator-secret").replace(" ", "")
    assert browser.post("/security/two-step/", {"code": code_now(secret)}).status == 200
    assert browser.get("/security/").status == 200
    assert Browser(other.client).get("/security/").location.startswith("/sign-in/")
    assert not TokenFamily.objects.filter(user=alice.user, revoked_at=None).exists()


def test_a_script_of_a_page_that_switches_it_on_gets_the_cookie_it_goes_on_with(
    visitor: FrontDoor, alice: Person
) -> None:
    door = Page.of(alice).door(visitor)
    secret = door.post(TWO_FACTOR).json()["secret"]
    answer = door.post(f"{TWO_FACTOR}/confirm", {"code": code_now(secret)})
    assert door.get(ME).status_code == 401
    assert visitor.as_(Cookie=f"sessionid={answer.cookies['sessionid']}").get(ME).status_code == 200


def test_the_password_is_changed_by_who_has_shown_a_code_of_late(api: Api, visitor: FrontDoor, alice: Person) -> None:
    secret = switch_on(api(alice))
    body = {"current_password": PASSWORD, "new_password": NEW}
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        door = refreshed(visitor, alice)
        refused = door.post(CHANGE, body)
        assert (refused.status_code, refused.json()["code"]) == (403, "REAUTHENTICATION_REQUIRED")
        fresh = door.post(REAUTHENTICATE, {"code": code_now(secret)}).json()["access"]
        assert visitor.as_(Authorization=f"Bearer {fresh}").post(CHANGE, body).status_code == 204


def test_without_two_step_sign_in_the_password_in_the_call_is_enough(visitor: FrontDoor, alice: Person) -> None:
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        body = {"current_password": PASSWORD, "new_password": NEW}
        assert refreshed(visitor, alice).post(CHANGE, body).status_code == 204


def test_the_page_asks_for_a_code_before_it_shows_the_form(alice: Person) -> None:
    browser = Browser(Page.of(alice).client)
    secret = browser.get("/security/two-step/").text_of("authenticator-secret").replace(" ", "")
    browser.post("/security/two-step/", {"code": code_now(secret)})
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        path, fields = "/security/password/", {"current_password": PASSWORD, "new_password": NEW}
        for page in (browser.get(path), browser.post(path, fields)):
            assert (page.status, 'name="reauthenticate-code"' in page.html) == (403, True)
        shown = {"reauthenticate": "GET", "reauthenticate-code": code_now(secret)}
        assert browser.post(path, shown).location == path
        assert browser.post(path, fields).location == "/security/"


ENDINGS: dict[str, tuple[str, dict[str, str]]] = {
    "signed out everywhere": ("/api/v1/auth/logout/everywhere", {}),
    "a new password": (CHANGE, {"current_password": PASSWORD, "new_password": NEW}),
}


@pytest.mark.parametrize(("path", "body"), ENDINGS.values(), ids=ENDINGS)
def test_a_secret_that_nobody_has_confirmed_ends_with_the_sign_ins(
    api: Api, alice: Person, path: str, body: dict[str, str]
) -> None:
    """A thief may have seen it: the owner isn't given the same one."""
    seen = api(alice).post(TWO_FACTOR).json()["secret"]
    assert api(alice).post(path, body).status_code == 204
    door = api(signed_in(alice.user))
    assert door.post(f"{TWO_FACTOR}/confirm", {"code": code_now(seen)}).status_code == 409
    assert door.post(TWO_FACTOR).json()["secret"] != seen


@pytest.mark.parametrize(("path", "body"), ENDINGS.values(), ids=ENDINGS)
def test_one_that_was_confirmed_goes_on_asking(
    api: Api, visitor: FrontDoor, alice: Person, path: str, body: dict[str, str]
) -> None:
    switch_on(api(alice))
    assert api(alice).post(path, body).status_code == 204
    password = body.get("new_password", PASSWORD)
    refused = visitor.post("/api/v1/auth/token", {"email": alice.user.email, "password": password})
    assert refused.json()["errors"][0]["code"] == "second_factor_required"
