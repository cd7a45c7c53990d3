"""The people of an organization, on pages."""

from collections.abc import Callable

import pytest
from pytest_django import Settings

from apps.accounts.contracts import Role
from apps.accounts.models import Membership
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
    assert vic.user.email in here.get(f"/team/{vic.user.id}/remove/").words
    here.post(f"/team/{vic.user.id}/remove/")
    assert not Membership.objects.filter(user=vic.user, organization=alice.organization).exists()
    here.post(f"/team/{bob.user.id}/hand-over/")
    assert Membership.objects.get(user=bob.user).role == "owner"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            "They have been removed. They can no longer access the organization, and their API keys for it have ended.",
        ),
        ("ja", "メンバーを外しました。この組織にはアクセスできなくなり、この組織での API キーも無効になりました。"),
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
