"""The people of an organization, on pages."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from pytest_django import Settings

from apps.accounts.contracts import Role
from apps.accounts.models import AuditRow, Membership
from tests.accounts.mailbox import deliver, link_in
from tests.cast import Person, colleague
from tests.web.browsing import Browser
from tonebridge.ids import uuid7

As = Callable[[Person], Browser]
DANA = {"email": "dana@example.com", "role": "member"}


def test_the_navigation_leads_to_the_team_in_both_languages(as_: As, alice: Person) -> None:
    browser = as_(alice)
    assert "Team" in browser.get("/").links()
    assert "チーム" in browser.reading("ja").get("/").links()


def test_everybody_sees_the_members_but_only_those_who_run_it_may_change_them(
    as_: As, alice: Person, bob: Person
) -> None:
    assert "Invite someone" in as_(alice).get("/team/").words
    seen = as_(bob).get("/team/")
    assert alice.user.email in seen.words
    assert "Invite someone" not in seen.words
    assert "/remove/" not in seen.html


def test_who_runs_the_organization_renames_it_and_the_audit_says_so(as_: As, alice: Person) -> None:
    browser = as_(alice)
    assert 'href="/team/name/"' in browser.get("/team/").html
    assert 'value="Alice&#x27;s company"' in browser.get("/team/name/").html
    assert browser.post("/team/name/", {"name": "  Wonderland KK "}).location == "/team/"
    shown = browser.get("/team/").words
    assert "Wonderland KK" in shown
    assert "Alice's company" not in shown
    entry = AuditRow.objects.filter(organization_id=alice.organization.id, action="organization.changed").get()
    assert (entry.actor_id, entry.subject) == (alice.user.id, str(alice.organization.id))


@pytest.mark.parametrize("wrong", ["", "   ", "x" * 121])
def test_a_name_that_is_none_is_refused_beside_its_field(as_: As, alice: Person, wrong: str) -> None:
    page = as_(alice).post("/team/name/", {"name": wrong})
    assert (page.status, 'id="id_name_error"' in page.html) == (422, True)
    assert "Alice's company" in as_(alice).get("/team/").words


def test_bob_renames_nothing(as_: As, alice: Person, bob: Person) -> None:
    assert "/team/name/" not in as_(bob).get("/team/").html
    assert [as_(bob).get("/team/name/").status, as_(bob).post("/team/name/", {"name": "Bob's"}).status] == [403, 403]
    assert "Alice's company" in as_(alice).get("/team/").words


def test_a_newcomer_joins_by_the_page(as_: As, browser: Browser, alice: Person, settings: Settings) -> None:
    assert as_(alice).post("/team/", DANA).location == "/team/"
    link = link_in(deliver(settings)[0])
    assert "dana@example.com" in browser.get(link).words
    assert browser.post(link, {"full_name": "Dana", "password": "short"}).status == 422
    assert browser.post(link, {"full_name": "Dana", "password": "a long walk at noon"}).location == "/team/"
    assert alice.user.email in browser.get("/team/").words
    assert browser.get(link).status == 400


def test_charlie_signs_in_joins_and_can_go_back_to_his_own(
    as_: As, browser: Browser, alice: Person, charlie: Person, settings: Settings
) -> None:
    as_(alice).post("/team/", {"email": charlie.user.email, "role": "member"})
    link = link_in(deliver(settings)[0])
    assert "Sign in to join" in browser.get(link).words
    assert browser.post(link, {"password": "a long walk at noon"}).location.startswith("/sign-in/")
    his = as_(charlie)
    his.post(link)
    assert "Alice's company" in his.get("/team/").words
    his.post(f"/team/switch/{charlie.organization.id}/")
    assert alice.user.email not in his.get("/team/").words
    assert his.post(f"/team/switch/{uuid7()}/").status == 404


def test_bob_may_not_accept_what_was_sent_to_another(as_: As, alice: Person, bob: Person, settings: Settings) -> None:
    as_(alice).post("/team/", DANA)
    link = link_in(deliver(settings)[0])
    assert "You are signed in as bob@example.com" in as_(bob).get(link).words
    assert as_(bob).post(link).status == 403


def test_an_invitation_is_withdrawn(as_: As, browser: Browser, alice: Person, settings: Settings) -> None:
    here = as_(alice)
    here.post("/team/", DANA)
    link = link_in(deliver(settings)[0])
    invitation = alice.organization.invitations.get()
    here.post(f"/team/invitations/{invitation.id}/revoke/")
    assert DANA["email"] not in here.get("/team/").words
    assert browser.get(link).status == 400


def test_alice_changes_a_role_removes_and_hands_over(as_: As, alice: Person, bob: Person) -> None:
    vic = colleague("vic", alice, Role.VIEWER)
    here = as_(alice)
    here.post(f"/team/{vic.user.id}/role/", {"role": "admin"})
    assert Membership.objects.get(user=vic.user).role == "admin"
    asked = here.get(f"/team/{vic.user.id}/remove/").words
    assert vic.user.email in asked and "Their messages stay for as long as the organization keeps messages." in asked
    here.post(f"/team/{vic.user.id}/remove/")
    assert not Membership.objects.filter(user=vic.user, organization=alice.organization).exists()
    here.post(f"/team/{bob.user.id}/hand-over/")
    assert Membership.objects.get(user=bob.user).role == "owner"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            "The member has been removed. They can no longer access the organization, and their API keys for it no longer work.",
        ),
        (
            "ja",
            "メンバーを外しました。このメンバーは今後この組織にアクセスできません。この組織で使っていた API キーも無効になりました。",
        ),
    ],
)
def test_alice_is_told_what_has_ended_for_somebody_who_stays_signed_in_elsewhere(
    as_: As, alice: Person, charlie: Person, language: str, told: str
) -> None:
    Membership.objects.create(user=charlie.user, organization=alice.organization)
    his, here = as_(charlie), as_(alice).reading(language)
    his.post(f"/team/switch/{alice.organization.id}/")
    assert alice.user.email in his.get("/team/").words
    here.post(f"/team/{charlie.user.id}/remove/")
    assert told in here.get("/team/").words
    seen = his.get("/team/")
    assert (seen.status, alice.user.email in seen.words) == (200, False)


def test_bob_leaves_and_the_last_owner_cannot(as_: As, alice: Person, bob: Person) -> None:
    assert as_(alice).post("/team/leave/").status == 409
    his = as_(bob)
    assert "Alice's company" in his.get("/team/leave/").words
    his.post("/team/leave/")
    assert alice.user.email not in his.get("/team/").words


@pytest.mark.parametrize("page", ["role", "remove", "hand-over"])
def test_bob_changes_nobody(as_: As, alice: Person, bob: Person, page: str) -> None:
    assert as_(bob).post(f"/team/{alice.user.id}/{page}/", {"role": "viewer"}).status == 403
    assert Membership.objects.get(user=alice.user).role == "owner"


@pytest.mark.parametrize("page", ["remove", "hand-over"])
def test_charlie_sees_no_page_about_bob(as_: As, bob: Person, charlie: Person, page: str) -> None:
    assert as_(charlie).get(f"/team/{bob.user.id}/{page}/").status == 404


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN, Role.MEMBER, Role.VIEWER])
def test_the_team_page_says_what_each_role_may_do_to_everybody(as_: As, alice: Person, role: Role) -> None:
    seen = as_(alice if role is Role.OWNER else colleague("dora", alice, role)).get("/team/")
    for name, what in (
        ("Owner", "transfers ownership"),
        ("Administrator", "invites and removes people"),
        ("Member", "Transforms and reads messages"),
        ("Viewer", "can't transform or read messages"),
    ):
        assert re.search(rf"<dt>{name}</dt><dd>[^<]*{what}", unescape(seen.html)), name


@pytest.mark.parametrize("path", ["/", "/read/"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_viewer_is_told_before_writing_that_their_role_writes_nothing(
    as_: As, alice: Person, bob: Person, path: str, language: str
) -> None:
    viewer = as_(colleague("victor", alice, Role.VIEWER)).reading(language)
    told = {
        "en": "Your role is Viewer, so you can't transform or read messages.",
        "ja": "現在の役割は「閲覧者」のため、",
    }
    page = viewer.get(path)
    before_the_form = page.html.partition('id="message-form"')[0]
    assert told[language] in unescape(before_the_form)
    assert "data-live" not in page.html
    assert told[language] not in as_(bob).reading(language).get(path).words


@pytest.mark.parametrize(
    ("language", "said"), [("en", "alice@example.com invited you."), ("ja", "alice@example.com さんからの招待です。")]
)
def test_the_page_of_an_invitation_says_who_invites_as_its_mail_does(
    as_: As, browser: Browser, alice: Person, settings: Settings, language: str, said: str
) -> None:
    as_(alice).post("/team/", DANA)
    (message,) = deliver(settings)
    assert alice.user.email in str(message.body)
    assert said in browser.reading(language).get(link_in(message)).words
