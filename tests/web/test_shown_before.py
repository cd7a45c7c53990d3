"""A result that nobody keeps is shown again to the browser that got it, and to no other form; a page is sent by whose it is."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest

from apps.accounts.contracts import Role
from apps.accounts.models import Membership, User
from apps.transform.models import Transformation
from tests.cast import Person, colleague
from tests.front_door import Api
from tests.web.browsing import Browser, Page
from tonebridge.resilience import clock

ROUGH = {"text": "この見積もりは無理です。", "transformation_type": "soften", "intensity": "2"}


def again(page: Page, **changed: str) -> dict[str, str]:
    """The same form with what the page said for it."""
    found = re.search(r'data-shown-before="([^"]+)"', page.html)
    assert found
    return ROUGH | {"shown_before": unescape(found[1])} | changed


def test_what_a_visitor_was_shown_costs_no_second_try(browser: Browser) -> None:
    with clock.frozen(clock.now()):
        first = browser.post("/", ROUGH)
        shown = {browser.post("/", again(first)).text_of("result-text") for _ in range(6)}
        assert shown == {first.text_of("result-text")}
        assert [browser.post("/", ROUGH).status for _ in range(3)] == [200, 200, 429]


def test_it_is_told_in_the_language_of_the_page(browser: Browser) -> None:
    first = browser.post("/", ROUGH)
    assert "変更点" in browser.reading("ja").post("/", again(first)).words


def test_another_message_isnt_written_for_nothing(browser: Browser) -> None:
    first = browser.post("/", ROUGH)
    for form in (again(first, text="直せ。"), again(first, intensity="3"), again(first, shown_before="made:up")):
        page = browser.post("/", form)
        assert (page.status, "result-text" in page.html) == (404, False)
    assert browser.post("/read/", again(first)).status == 404


def test_after_a_day_it_is_shown_no_more(browser: Browser) -> None:
    form = again(browser.post("/", ROUGH))
    with clock.frozen(clock.now() + timedelta(days=1, seconds=1)):
        assert browser.post("/", form).status == 404


@pytest.mark.usefixtures("still_time")
def test_an_address_is_shown_so_much_a_minute(browser: Browser) -> None:
    form = again(browser.post("/", ROUGH))
    assert [browser.post("/", form).status for _ in range(21)] == [200] * 20 + [429]


def test_who_signs_in_sees_it_and_nothing_of_it_is_kept(
    browser: Browser, alice: Person, as_: Callable[[Person], Browser]
) -> None:
    form = again(browser.post("/", ROUGH))
    member = as_(alice)
    assert "result-text" in member.post("/", form).html
    assert "Messages that you transform while signed in" in member.get("/history/").words


def owner_of(page: Page) -> str:
    """Whose page it says it is."""
    found = re.search(r'name="owner" value="([^"]*)"', page.html)
    assert found
    return found[1]


def test_a_members_page_isnt_sent_by_a_visitor(as_: Callable[[Person], Browser], alice: Person) -> None:
    for path in ("/", "/read/"):
        browser = as_(alice)
        form = ROUGH | {"owner": owner_of(browser.get(path))}
        browser.post("/sign-out/")
        page = browser.post(path, form)
        assert (page.status, ROUGH["text"] in page.words) == (401, True)
        assert "You've been signed out." in page.words


def test_nor_by_somebody_else(as_: Callable[[Person], Browser], alice: Person, charlie: Person) -> None:
    owner = owner_of(as_(alice).get("/"))
    assert owner == owner_of(as_(alice).get("/read/")) != owner_of(as_(charlie).get("/"))
    page = as_(charlie).post("/", ROUGH | {"owner": owner})
    assert (page.status, "signed in with another account" in page.words) == (409, True)
    assert "Messages that you transform while signed in" in as_(charlie).get("/history/").words


def test_a_visitors_page_goes_on_after_signing_in(as_: Callable[[Person], Browser], alice: Person) -> None:
    assert as_(alice).post("/", ROUGH | {"owner": ""}).status == 200


def test_a_stream_isnt_asked_for_by_somebody_elses_page_either(
    api: Api, alice: Person, charlie: Person, as_: Callable[[Person], Browser]
) -> None:
    owner = owner_of(as_(alice).get("/"))
    asked = {"text": ROUGH["text"], "transformation_type": "soften"}
    statuses = {
        person.user.email: api(person).as_(X_Page_Owner=owner).post("/api/v1/transform/stream", asked).status_code
        for person in (alice, charlie)
    }
    assert statuses == {alice.user.email: 200, charlie.user.email: 409}
    assert not Transformation.objects.filter(user=charlie.user).exists()


def test_nor_for_another_organization_of_the_same_person(
    alice: Person, charlie: Person, as_: Callable[[Person], Browser]
) -> None:
    Membership.objects.create(user=alice.user, organization=charlie.organization, role=Role.MEMBER.value)
    browser = as_(alice)
    owner = owner_of(browser.get("/"))
    User.objects.filter(id=alice.user.id).update(current_organization=charlie.organization)
    assert browser.post("/", ROUGH | {"owner": owner}).status == 409


def test_who_may_not_read_doesnt_read_again(browser: Browser, alice: Person, as_: Callable[[Person], Browser]) -> None:
    page = browser.post("/read/", ROUGH)
    vera = colleague("vera", alice, Role.VIEWER)
    assert as_(vera).post("/read/", again(page)).status == 403
