"""Where somebody is signed in, and how each of it ends."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import Settings

from apps.accounts.actions.erase_person import erase_person
from apps.accounts.clients import client_of
from apps.accounts.contracts import Role
from apps.accounts.models import Membership, PageSession, TokenFamily, User
from apps.accounts.queries.credentials import principal_of_session
from apps.accounts.queries.open_connections import ended_of
from tests.accounts.test_audit_of_people import recorded
from tests.cast import PASSWORD, Person, switched_on
from tests.front_door import Api, FrontDoor
from tests.page import BesideTheApi
from tests.passing_time import PassingTime
from tonebridge.ids import uuid7
from tonebridge.resilience import clock

SESSIONS, ME, TOKEN = "/api/v1/auth/sessions", "/api/v1/auth/me", "/api/v1/auth/token"
REFRESH = "/api/v1/auth/token/refresh"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def listed(door: FrontDoor) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = door.get(SESSIONS).json()["items"]
    return items


def enter(visitor: FrontDoor, person: Person, agent: str = "") -> FrontDoor:
    """With tokens of another sign-in, through the door."""
    body = {"email": person.user.email, "password": PASSWORD}
    answer = visitor.post(TOKEN, body, headers={"User-Agent": agent})
    return visitor.as_(Authorization=f"Bearer {answer.json()['access']}")


def browse(person: Person) -> Client:
    """A browser that is signed in through the page."""
    client = BesideTheApi(headers={"accept-language": "en", "user-agent": FIREFOX})
    client.post("/sign-in/", {"email": person.user.email, "password": PASSWORD})
    return client


def key_of(browser: Client) -> str:
    return str(browser.cookies["sessionid"].value)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/139.0 Safari/537.36 Edg/139.0",
            "Edge, Windows",
        ),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/139.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) Version/18.0 Safari/605.1.15", "Safari, macOS"),
        ("curl/8.14.1", "curl"),
        ("python-httpx/0.28.1 (Linux)", "python-httpx"),
        ("<script>alert(1)</script>", ""),
        ("こんにちは", ""),
        ("A" * 10_000, "A" * 40),
        ("", ""),
    ],
)
def test_a_program_is_named_in_words(agent: str, words: str) -> None:
    assert client_of(agent) == words


def test_browsers_and_programs_are_listed_with_the_one_that_asks(visitor: FrontDoor, alice: Person) -> None:
    browse(alice)
    door = enter(visitor, alice, "curl/8.14.1")
    shown = [(each["kind"], each["client"], each["site"], each["current"]) for each in listed(door)]
    assert shown == [
        ("token", "curl", "127.0.0.1", True),
        ("page", "Firefox, Linux", "127.0.0.1", False),
        ("token", "", "", False),
    ]


def test_of_an_address_of_ipv6_its_site_is_shown(alice: Person) -> None:
    Client(REMOTE_ADDR="2001:db8:1:2:3:4:5:6").post("/sign-in/", {"email": alice.user.email, "password": PASSWORD})
    assert PageSession.objects.get().site == "2001:db8:1:2::/64"


def test_a_long_list_comes_in_pages(visitor: FrontDoor, alice: Person) -> None:
    doors = [enter(visitor, alice) for _ in range(2)]
    browse(alice)
    first = doors[0].get(f"{SESSIONS}?limit=3").json()
    second = doors[0].get(f"{SESSIONS}?limit=3&cursor={first['next_cursor']}").json()
    kinds = [each["kind"] for each in first["items"] + second["items"]]
    assert (kinds, second["next_cursor"]) == (["page", "token", "token", "token"], None)


def test_a_sign_in_with_tokens_that_is_ended_opens_nothing_more(api: Api, visitor: FrontDoor, alice: Person) -> None:
    other = enter(visitor, alice)
    name = next(each["id"] for each in listed(api(alice)) if not each["current"])
    assert api(alice).delete(f"{SESSIONS}/{name}").status_code == 204
    assert (other.get(ME).status_code, api(alice).get(ME).status_code) == (401, 200)
    assert len(listed(api(alice))) == 1
    assert recorded(alice)[0] == "session.ended"


def test_a_browser_that_is_ended_is_out_with_its_live_connections(api: Api, alice: Person) -> None:
    browser = browse(alice)
    key = key_of(browser)
    member = principal_of_session(key)
    assert member
    assert ended_of([member]) == [False]
    name = next(each["id"] for each in listed(api(alice)) if each["kind"] == "page")
    assert api(alice).delete(f"{SESSIONS}/{name}").status_code == 204
    assert ended_of([member]) == [True]
    assert browser.get("/history/").headers["Location"].startswith("/sign-in/")
    assert not PageSession.objects.exists()


def test_charlie_ends_nothing_of_alices_and_learns_nothing(api: Api, alice: Person, charlie: Person) -> None:
    browse(alice)
    names = [each["id"] for each in listed(api(alice))]
    answers = [api(charlie).delete(f"{SESSIONS}/{name}") for name in [*names, str(uuid7())]]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert [each["current"] for each in listed(api(charlie))] == [True]
    assert len(listed(api(alice))) == 2


def test_sign_ins_of_all_organizations_are_listed_and_ended(
    api: Api, visitor: FrontDoor, alice: Person, charlie: Person
) -> None:
    Membership.objects.create(user=charlie.user, organization=alice.organization, role=Role.MEMBER.value)
    User.objects.filter(id=charlie.user.id).update(current_organization=alice.organization)
    elsewhere = enter(visitor, charlie)
    name = next(each["id"] for each in listed(api(charlie)) if not each["current"])
    assert api(charlie).delete(f"{SESSIONS}/{name}").status_code == 204
    assert elsewhere.get(ME).status_code == 401


def test_a_key_is_no_sign_in_and_sees_none(api: Api, visitor: FrontDoor, alice: Person) -> None:
    key = api(alice).post("/api/v1/api-keys", {"name": "ci", "scopes": ["admin"]}).json()["secret"]
    assert visitor.as_(X_API_Key=key).get(SESSIONS).status_code == 403


def test_after_signing_out_everywhere_one_browser_is_listed(alice: Person) -> None:
    here, _there = browse(alice), browse(alice)
    here.post("/security/sign-out-everywhere/")
    page = here.get("/security/sessions/").content.decode()
    assert (page.count("Firefox, Linux"), "This browser" in page, "curl" in page) == (1, True, False)


def test_the_page_ends_another_browser_and_stays(alice: Person) -> None:
    here, there = browse(alice), browse(alice)
    other = PageSession.objects.get(session=key_of(there))
    answer = here.post(f"/security/sessions/{other.id}/end/", follow=True)
    assert "The device has been signed out." in answer.content.decode()
    assert (here.get("/history/").status_code, there.get("/history/").status_code) == (200, 302)


def test_who_is_erased_is_signed_in_nowhere(alice: Person, bob: Person) -> None:
    browse(bob)
    User.objects.filter(id=bob.user.id).update(is_active=False)
    erase_person(user_id=bob.user.id)
    assert not PageSession.objects.exists() and not Session.objects.exists()


def test_nor_where_a_code_is_waited_for_or_since_the_version_before(alice: Person, bob: Person) -> None:
    browse(bob)
    PageSession.objects.all().delete()  # as that version left it
    for person in (alice, bob):
        browse(person)
        switched_on(person.user)
        browse(person)  # the code is missing
    User.objects.filter(id=bob.user.id).update(is_active=False)
    assert Session.objects.count() == 5
    erase_person(user_id=bob.user.id)
    left = [each.get_decoded() for each in Session.objects.all()]
    assert sorted(str(each.get("_auth_user_id") or each["accounts.waiting"]["user"]) for each in left) == [
        str(alice.user.id),
        str(alice.user.id),
    ]


def test_a_refreshed_sign_in_ends_after_ninety_days(visitor: FrontDoor, alice: Person) -> None:
    refresh, began = alice.refresh_token, TokenFamily.objects.get().created_at
    for day in range(13, 90, 11):
        with clock.frozen(began + timedelta(days=day)):
            refresh = visitor.post(REFRESH, {"refresh": refresh}).json()["refresh"]
    with clock.frozen(began + timedelta(days=90, minutes=1)):
        answer = visitor.post(REFRESH, {"refresh": refresh})
    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_EXPIRED")


def test_no_token_outlives_its_sign_in(still_time: PassingTime, visitor: FrontDoor, alice: Person) -> None:
    family = TokenFamily.objects.get()
    TokenFamily.objects.update(ends_at=family.created_at + timedelta(minutes=12))
    with clock.frozen(family.created_at + timedelta(minutes=9)):
        traded = visitor.post(REFRESH, {"refresh": alice.refresh_token}).json()
    assert traded["expires_in"] == 180
    assert TokenFamily.objects.get().expires_at == family.created_at + timedelta(minutes=12)
    with clock.frozen(family.created_at + timedelta(minutes=13)):
        assert visitor.as_(Authorization=f"Bearer {traded['access']}").get(ME).status_code == 401


def test_a_sign_in_of_the_version_before_ends_ninety_days_after_it_began(visitor: FrontDoor, alice: Person) -> None:
    long_ago = clock.now() - timedelta(days=91)
    TokenFamily.objects.update(created_at=long_ago, ends_at=None, last_used_at=None)
    answer = visitor.post(REFRESH, {"refresh": alice.refresh_token})
    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_EXPIRED")


def test_a_browser_that_is_used_goes_on_and_one_that_isnt_ends(alice: Person, settings: Settings) -> None:
    settings.SESSION_IDLE_LIFETIME = timedelta(days=2)
    used, idle = browse(alice), browse(alice)
    now = clock.now()
    for day in (1, 2, 3):
        with clock.frozen(now + timedelta(days=day)):
            assert used.get("/history/").status_code == 200
    with clock.frozen(now + timedelta(days=3)):
        assert idle.get("/history/").status_code == 302
        noted = PageSession.objects.get(session=key_of(used)).last_used_at
    assert noted == now + timedelta(days=3)


def test_a_browser_that_is_used_ends_after_ninety_days(alice: Person) -> None:
    browser, now = browse(alice), clock.now()
    for day in range(10, 91, 10):
        with clock.frozen(now + timedelta(days=day, minutes=-1)):
            assert browser.get("/history/").status_code == 200
    with clock.frozen(now + timedelta(days=90, minutes=1)):
        assert browser.get("/history/").status_code == 302


def test_use_is_noted_once_an_hour(alice: Person) -> None:
    browser, now = browse(alice), clock.now()
    for minutes in (20, 40, 59):
        with clock.frozen(now + timedelta(minutes=minutes)):
            browser.get("/history/")
    assert PageSession.objects.get().last_used_at < now + timedelta(minutes=1)


def test_a_session_of_the_version_before_is_listed_once_it_is_used(alice: Person) -> None:
    browser = browse(alice)
    PageSession.objects.all().delete()
    session = browser.session
    for name in ("accounts.began", "accounts.used", "accounts.authenticated"):
        del session[name]
    session.save()
    assert browser.get("/history/").status_code == 200
    assert PageSession.objects.get().user_id == UUID(str(alice.user.id))
