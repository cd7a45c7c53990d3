"""How somebody signs in, on pages."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client
from pytest_django import Settings

from apps.accounts.actions.create_api_key import create_api_key
from apps.accounts.actions.set_up_second_factor import set_up_second_factor
from apps.accounts.contracts import Scope
from apps.accounts.models import User
from apps.accounts.queries.api_keys import live_keys_of
from apps.accounts.web.qr_code import qr_code
from tests.accounts.mailbox import deliver, link_in
from tests.cast import PASSWORD, Person, code_now, switched_on
from tests.web.browsing import Browser
from tonebridge.resilience import clock

As = Callable[[Person], Browser]
NEW = "a long walk at noon"


@pytest.mark.parametrize(("wanted", "live"), [({}, 1), ({"end_api_keys": "on"}, 0)])
def test_a_new_password_ends_keys_where_the_box_is_ticked(
    browser: Browser, alice: Person, settings: Settings, wanted: dict[str, str], live: int
) -> None:
    create_api_key(principal=alice.principal, name="ci", scopes=[Scope.ANALYZE])
    browser.post("/forgot-password/", {"email": alice.user.email})
    link = link_in(deliver(settings)[0])
    assert "Also revoke all my API keys" in browser.get(link).words
    assert browser.post(link, {"password": NEW} | wanted).location == "/sign-in/"
    assert live_keys_of(alice.user.id) == live


def test_a_forgotten_password_is_replaced_by_the_link(browser: Browser, alice: Person, settings: Settings) -> None:
    assert "a link is on its way" in browser.post("/forgot-password/", {"email": alice.user.email}).words
    link = link_in(deliver(settings)[0])
    assert browser.post(link, {"password": "short"}).status == 422
    assert browser.post(link, {"password": NEW}).location == "/sign-in/"
    assert browser.get(link).status == 400
    assert browser.post("/sign-in/", {"email": alice.user.email, "password": NEW}).location == "/"


def test_the_page_says_the_same_of_an_address_that_nobody_has(browser: Browser, alice: Person) -> None:
    known, unknown = (
        browser.post("/forgot-password/", {"email": email}).words for email in (alice.user.email, "no@example.com")
    )
    assert known == unknown


def test_a_changed_password_keeps_this_browser_and_ends_the_others(as_: As, alice: Person) -> None:
    here, there = as_(alice), as_(alice)
    fields = {"current_password": alice.password, "new_password": NEW}
    assert here.post("/security/password/", fields).location == "/security/"
    assert here.get("/security/").status == 200
    assert there.get("/security/").location.startswith("/sign-in/")


def test_a_wrong_present_password_is_said_beside_its_field(as_: As, alice: Person) -> None:
    page = as_(alice).post("/security/password/", {"current_password": "a guess", "new_password": NEW})
    assert (page.status, 'id="id_current_password_error"' in page.html) == (422, True)


def test_guesses_at_the_present_password_are_slowed_down_and_told_until_when(as_: As, alice: Person) -> None:
    browser = as_(alice)
    wrong = {"current_password": "a guess", "new_password": NEW}
    pages = [browser.post("/security/password/", wrong) for _ in range(11)]
    assert (pages[0].status, pages[-1].status) == (422, 429)
    assert int(pages[-1].response["Retry-After"]) >= 1


def test_signing_out_everywhere_else(as_: As, alice: Person) -> None:
    here, there = as_(alice), as_(alice)
    here.post("/security/sign-out-everywhere/")
    assert here.get("/history/").status == 200
    assert there.get("/history/").location.startswith("/sign-in/")


def test_the_first_code_isnt_said_to_be_a_backup_code(as_: As, alice: Person) -> None:
    browser = as_(alice)
    for page in (browser.get("/security/two-step/"), browser.post("/security/two-step/", {"code": "000000"})):
        assert "The six-digit code from your authenticator app." in page.words
        assert "backup" not in page.words


def test_alice_switches_two_step_sign_in_on_and_needs_a_code_from_then_on(
    as_: As, browser: Browser, alice: Person
) -> None:
    here = as_(alice)
    secret = here.get("/security/two-step/").text_of("authenticator-secret")
    assert here.get("/security/two-step/").text_of("authenticator-secret") == secret
    with clock.frozen(clock.now() - timedelta(seconds=60)):
        page = here.post("/security/two-step/", {"code": code_now(secret)})
    assert len(re.findall(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){5}", page.words)) == 10
    asked = browser.post("/sign-in/", {"email": alice.user.email, "password": alice.password, "next": "/history/"})
    assert asked.location == "/sign-in/code/?next=%2Fhistory%2F"
    assert browser.get("/history/").location.startswith("/sign-in/")  # the password alone opens nothing
    assert browser.post("/sign-in/code/", {"code": "000000"}).status == 422
    assert browser.post("/sign-in/code/", {"code": code_now(secret), "next": "/history/"}).location == "/history/"
    assert browser.get("/history/").status == 200


def test_the_key_is_drawn_on_the_page_itself_for_a_camera(as_: As, alice: Person) -> None:
    page = as_(alice).get("/security/two-step/")
    setup = set_up_second_factor(user_id=alice.user.id, authenticated_at=clock.now())
    assert f'<path d="{qr_code(setup.uri).path}"/>' in page.html
    assert unquote(setup.uri).startswith("otpauth://totp/ToneBridge:alice@example.com?secret=")
    assert not re.search(r"<(svg|path|image|use)[^>]*(src|href|style)=", page.html)


def test_a_code_has_three_eyes_within_a_quiet_zone() -> None:
    drawn = qr_code("otpauth://totp/ToneBridge:alice@example.com?secret=" + "A" * 32)
    rows: dict[int, set[int]] = {}
    for x, y, length in re.findall(r"M(\d+) (\d+)\.5h(\d+)", drawn.path):
        rows.setdefault(int(y), set()).update(range(int(x), int(x) + int(length)))
    last = drawn.size - 5
    assert set().union(*rows.values()) | set(rows) <= set(range(4, last + 1))
    for left, top in ((4, 4), (last - 6, 4), (4, last - 6)):
        seen = ["".join("#" if left + x in rows.get(top + y, set()) else "." for x in range(7)) for y in range(7)]
        assert seen == EYE


EYE = ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"]


def test_five_wrong_codes_are_enough(browser: Browser, alice: Person) -> None:
    switched_on(alice.user)
    browser.post("/sign-in/", {"email": alice.user.email, "password": alice.password})
    assert [browser.post("/sign-in/code/", {"code": "000000"}).status for _ in range(6)] == [422] * 5 + [429]


def test_the_second_step_waits_for_ten_minutes_and_for_the_same_password(browser: Browser, alice: Person) -> None:
    switched_on(alice.user)
    browser.post("/sign-in/", {"email": alice.user.email, "password": alice.password})
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        assert browser.get("/sign-in/code/").location == "/sign-in/"
    assert browser.get("/sign-in/code/").status == 200
    alice.user.set_password(NEW)
    alice.user.save()
    assert browser.get("/sign-in/code/").location == "/sign-in/"


def test_switching_it_off_takes_a_code(as_: As, alice: Person) -> None:
    here = as_(alice)
    _secret, codes = switched_on(alice.user)
    here.client.force_login(alice.user)
    assert here.post("/security/two-step/off/", {"code": "000000"}).status == 422
    assert here.post("/security/two-step/off/", {"code": codes[0]}).location == "/security/"
    assert "Switch on" in here.get("/security/").words


def test_strangers_who_guess_dont_lock_alice_out_at_a_device_of_hers(as_: As, browser: Browser, alice: Person) -> None:
    known = as_(alice)
    known.post("/sign-out/")
    for _ in range(6):
        blocked = browser.post("/sign-in/", {"email": alice.user.email, "password": "a guess"})
    assert blocked.status == 429
    known.client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    assert known.post("/sign-in/", {"email": alice.user.email, "password": alice.password}).location == "/"


def test_a_device_of_alices_is_slowed_down_too_and_helps_with_no_other_account(
    as_: As, browser: Browser, alice: Person, charlie: Person
) -> None:
    known = as_(charlie)
    known.post("/sign-out/")
    tries = [known.post("/sign-in/", {"email": alice.user.email, "password": "a guess"}).status for _ in range(6)]
    assert tries == [422] * 5 + [429]
    known.client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    own = [known.post("/sign-in/", {"email": charlie.user.email, "password": "a guess"}).status for _ in range(6)]
    assert own == [422] * 5 + [429]


@pytest.fixture
def staff(plans: None) -> User:
    """A superuser who belongs to no organization."""
    return User.objects.create_superuser("staff@tonebridge.example", PASSWORD)


def enter(browser: Browser, wanted: str = "/") -> str:
    fields = {"email": "staff@tonebridge.example", "password": PASSWORD, "next": wanted}
    return browser.post("/sign-in/", fields).location


def test_staff_set_up_a_second_factor_before_they_see_the_administration(browser: Browser, staff: User) -> None:
    assert browser.get("/admin/").location == "/admin/login/?next=/admin/"
    assert browser.get("/admin/login/", {"next": "/admin/"}).location == "/sign-in/?next=%2Fadmin%2F"
    assert enter(browser, "/admin/") == "/admin/"
    assert browser.get("/admin/login/", {"next": "/admin/"}).location == "/security/two-step/?next=%2Fadmin%2F"
    secret = browser.get("/security/two-step/").text_of("authenticator-secret")
    browser.post("/security/two-step/", {"code": code_now(secret)})
    assert browser.get("/admin/").status == 200


def test_staff_with_a_second_factor_show_a_code_in_every_session(browser: Browser, staff: User) -> None:
    secret, _codes = switched_on(staff)
    browser.client.force_login(staff)  # a session that has shown no code
    assert browser.get("/admin/").location.startswith("/admin/login/")
    assert browser.get("/admin/login/", {"next": "/admin/"}).location == "/sign-in/code/?next=%2Fadmin%2F"
    assert browser.post("/sign-in/code/", {"code": code_now(secret), "next": "/admin/"}).location == "/admin/"
    assert browser.get("/admin/").status == 200


def test_staff_who_belong_to_no_organization_run_in_no_circle(browser: Browser, staff: User) -> None:
    assert enter(browser) == "/admin/"
    assert browser.get("/history/").location.startswith("/sign-in/")
    assert browser.get("/sign-in/", {"next": "/history/"}).location == "/admin/"


def test_members_have_no_business_in_the_administration(as_: As, alice: Person) -> None:
    assert as_(alice).get("/admin/login/", {"next": "/admin/"}).status == 403


PAGES = (
    "/security/password/",
    "/security/verification/",
    "/security/sign-out-everywhere/",
    "/security/two-step/",
    "/security/two-step/off/",
    "/security/two-step/backup-codes/",
    "/sign-in/code/",
    "/forgot-password/",
    "/reset-password/x/",
    "/verify-email/x/",
    "/verify-email/x/not-mine/",
    "/invitations/x/",
    "/team/",
    "/team/leave/",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_form_from_elsewhere_is_refused(alice: Person, path: str) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    strict.force_login(alice.user)
    response = strict.post(path, {})
    assert response.status_code == 403
    assert "Reload it and try again" in response.content.decode()
