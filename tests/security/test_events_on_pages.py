"""What people see of security events on their own page: what was refused, what they changed, what staff did."""

import pytest

from apps.accounts.actions.record_audit import append_audit
from apps.accounts.contracts import STAFF
from tests.cast import PASSWORD, Person, switched_on
from tests.front_door import Api, FrontDoor
from tests.security.conftest import enter, from_, page_of_security

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_noted")]


def test_its_owner_sees_it_on_their_page_of_security(visitor: FrontDoor, alice: Person) -> None:
    assert "No security events in the last 30 days." in page_of_security(alice, visitor)
    switched_on(alice.user)
    enter(from_("203.0.113.7", visitor), alice, code="000000")
    shown = page_of_security(alice, visitor)
    assert "Correct password, wrong code" in shown
    assert "203.0.113.7" in shown


@pytest.mark.parametrize(
    ("path", "sent", "said"),
    [
        (
            "auth/password/change",
            {"current_password": PASSWORD, "new_password": "a long walk at noon"},
            "Password changed",
        ),
        ("api-keys", {"name": "ci", "scopes": ["analyze"]}, "API key created"),
        ("auth/logout/everywhere", {}, "Signed out everywhere"),
    ],
)
def test_what_they_changed_themselves_about_how_they_sign_in_is_there_too(
    api: Api, visitor: FrontDoor, alice: Person, bob: Person, path: str, sent: dict[str, object], said: str
) -> None:
    assert api(alice).post(f"/api/v1/{path}", sent).status_code < 300
    alice.user.refresh_from_db()
    shown = page_of_security(alice, visitor)
    assert said in shown
    assert "No security events" not in shown
    assert said not in page_of_security(bob, visitor)


def test_two_step_sign_in_is_seen_to_go_on_and_off_with_its_codes(api: Api, visitor: FrontDoor, alice: Person) -> None:
    _secret, codes = switched_on(alice.user)
    assert "Two-step sign-in switched on" in page_of_security(alice, visitor)
    api(alice).post("/api/v1/auth/two-factor/backup-codes", {"code": codes[0]})
    assert "Backup codes replaced" in page_of_security(alice, visitor)


def test_what_staff_did_to_the_account_is_there_as_theirs(visitor: FrontDoor, alice: Person, bob: Person) -> None:
    for action in ("second_factor.off", "session.ended_by_staff", "password.reset_sent"):
        append_audit(
            organization_id=alice.organization.id,
            actor_id=bob.user.id,
            credential=STAFF,
            action=action,
            subject=alice.user.id,
        )
    shown = page_of_security(alice, visitor)
    for said in (
        "Two-step sign-in switched off by staff",
        "Signed out everywhere by staff",
        "reset link sent by staff",
    ):
        assert said in shown
        assert said not in page_of_security(bob, visitor)


def test_nobody_else_sees_it_on_theirs(visitor: FrontDoor, alice: Person, bob: Person) -> None:
    switched_on(alice.user)
    enter(visitor, alice, code="000000")
    assert "No security events in the last 30 days." in page_of_security(bob, visitor)


def test_who_gives_all_requests_one_id_hides_none(api: Api, visitor: FrontDoor, alice: Person) -> None:
    for name in ("one", "two", "three"):
        sent = {"name": name, "scopes": ["analyze"]}
        made = api(alice).as_(X_Request_ID="the-same-for-all-0001").post("/api/v1/api-keys", sent)
        assert made.status_code == 201
    assert page_of_security(alice, visitor).count("API key created") == 3


def test_a_flood_of_refusals_pushes_out_nothing_that_was_changed(api: Api, visitor: FrontDoor, alice: Person) -> None:
    assert api(alice).post("/api/v1/api-keys", {"name": "ci", "scopes": ["analyze"]}).status_code == 201
    for _ in range(30):
        append_audit(
            organization_id=alice.organization.id, actor_id=None, action="token.refused", subject=alice.user.id
        )
    shown = page_of_security(alice, visitor)
    assert shown.count("A forged or revoked token for your account was rejected") == 20
    assert "API key created" in shown
