"""Accounts registered with an address that somebody has: like any unproven one, and never the other's."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from apps.accounts.actions.register_user import register_and_sign_in
from apps.accounts.models import Invitation, Plan, User
from tests.accounts.mailbox import deliver, token_in, unmarked
from tests.accounts.racing import at_once
from tests.accounts.test_erasure import work_off
from tests.cast import PASSWORD, Person
from tests.front_door import Api, FrontDoor
from tonebridge.resilience import clock

AUTH = "/api/v1/auth"
OWN = "a long walk at noon"
FREE, TAKEN = "nobody@example.com", "alice@example.com"


def registered(visitor: FrontDoor, email: str) -> FrontDoor:
    """The door of somebody who registered with that address a moment ago."""
    access = visitor.post(f"{AUTH}/register", {"email": email, "password": OWN, "full_name": "Dora"}).json()["access"]
    return visitor.as_(Authorization=f"Bearer {access}")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/auth/me", None),
        ("GET", "/organization", None),
        ("GET", "/organization/members", None),
        ("GET", "/audit", None),
        ("POST", "/me/export", {}),
        ("POST", "/transform", {"text": "直せ。", "transformation_type": "soften"}),
        ("POST", "/auth/email/send", {}),
        ("POST", "/organization/invitations", {"email": "bob@example.com", "role": "member"}),
        ("POST", "/api-keys", {"name": "ci"}),
        ("GET", "/api-keys", None),
        ("POST", "/auth/two-factor", {}),
        ("POST", "/auth/two-factor/confirm", {"code": "000000"}),
        ("POST", "/glossary/terms", {"term": "SLA", "language": "en", "plain": "promise"}),
        ("PATCH", "/organization", {"name": "Mine"}),
        ("PUT", "/organization/models/primary", {"vendor": "openai", "model": "x", "api_key": "x"}),
        ("POST", "/auth/email/verify", {"token": "x", "password": OWN}),
        ("POST", "/auth/email/disown", {"token": "x"}),
        ("POST", "/auth/password/change", {"current_password": OWN, "new_password": "…"}),
        ("POST", "/auth/password/change", {"current_password": PASSWORD, "new_password": "another walk at noon"}),
        ("POST", "/auth/password/change", {"current_password": OWN, "new_password": "another walk at noon"}),
        ("DELETE", "/me", {"password": PASSWORD}),
        ("DELETE", "/me", {"password": OWN}),
    ],
)
@pytest.mark.parametrize("proof_needed", [False, True])
def test_every_door_answers_it_like_one_that_is_free(
    visitor: FrontDoor,
    alice: Person,
    settings: Settings,
    proof_needed: bool,
    method: str,
    path: str,
    body: dict[str, str] | None,
) -> None:
    settings.SIGN_IN_NEEDS_VERIFIED_EMAIL = proof_needed

    def answer(email: str) -> tuple[int, str]:
        sent = {key: email if value == "…" else value for key, value in body.items()} if body is not None else None
        found = registered(visitor, email).request(method, f"/api/v1{path}", json=sent)
        return found.status_code, unmarked(found.text, email)

    assert answer(TAKEN) == answer(FREE)


def test_its_password_opens_nothing_at_the_address(visitor: FrontDoor, alice: Person) -> None:
    registered(visitor, TAKEN)
    own, wrong = (visitor.post(f"{AUTH}/token", {"email": TAKEN, "password": each}) for each in (OWN, "a guess"))
    assert (own.status_code, unmarked(own.text, TAKEN)) == (wrong.status_code, unmarked(wrong.text, TAKEN))
    assert own.status_code == 401
    assert visitor.post(f"{AUTH}/token", {"email": TAKEN, "password": PASSWORD}).status_code == 200


def test_nobody_signs_in_with_the_placeholder_or_is_written_to_there(
    visitor: FrontDoor, alice: Person, settings: Settings
) -> None:
    registered(visitor, TAKEN)
    placeholder = User.objects.exclude(typed_email="").get().email
    assert visitor.post(f"{AUTH}/token", {"email": placeholder, "password": OWN}).status_code == 401
    visitor.post(f"{AUTH}/password/forgot", {"email": placeholder})
    assert [message.to for message in deliver(settings)] == [[TAKEN]]


def test_sending_it_again_sends_no_link(visitor: FrontDoor, alice: Person, settings: Settings) -> None:
    door = registered(visitor, TAKEN)
    deliver(settings)
    assert door.post(f"{AUTH}/email/send").status_code == 202
    (message,) = deliver(settings)
    assert message.to == [TAKEN]
    assert "/verify-email/" not in str(message.body)


def test_a_forgotten_password_is_the_owners(visitor: FrontDoor, alice: Person, settings: Settings) -> None:
    door = registered(visitor, TAKEN)
    deliver(settings)
    visitor.post(f"{AUTH}/password/forgot", {"email": TAKEN})
    (message,) = deliver(settings)
    body = {"token": token_in(message), "password": "another walk at noon"}
    assert visitor.post(f"{AUTH}/password/reset", body).status_code == 204
    assert visitor.post(f"{AUTH}/token", {"email": TAKEN, "password": body["password"]}).status_code == 200
    assert door.get(f"{AUTH}/me").json()["email_verified"] is False


def test_the_database_itself_refuses_to_prove_it(visitor: FrontDoor, alice: Person) -> None:
    registered(visitor, TAKEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.exclude(typed_email="").update(email_verified_at=clock.now())


def test_its_audit_tells_nothing_of_sign_ins_at_the_address(visitor: FrontDoor, alice: Person, api: Api) -> None:
    doors = [registered(visitor, email) for email in (FREE, TAKEN)]
    for email in (FREE, TAKEN):
        visitor.post(f"{AUTH}/token", {"email": email, "password": "a guess"})
    shown = [[row["action"] for row in door.get("/api/v1/audit").json()["items"]] for door in doors]
    assert shown[0] == shown[1]
    assert "session.refused" not in shown[0]
    assert "session.refused" in [row["action"] for row in api(alice).get("/api/v1/audit").json()["items"]]


def test_guesses_at_its_password_do_not_slow_the_address_down(visitor: FrontDoor, alice: Person) -> None:
    Plan.objects.update(per_minute=1_000)  # unverified accounts of one address share their calls

    def status_after_guesses(email: str) -> int:
        door = registered(visitor, email)
        body = {"current_password": "a guess", "new_password": "another walk at noon"}
        assert [door.post(f"{AUTH}/password/change", body).status_code for _ in range(6)] == [400] * 5 + [429]
        return visitor.post(f"{AUTH}/token", {"email": email, "password": "a guess"}).status_code

    assert status_after_guesses(FREE) == status_after_guesses(TAKEN) == 401


def test_closing_an_unproven_account_withdraws_no_invitations(
    visitor: FrontDoor, alice: Person, charlie: Person, api: Api
) -> None:
    for email in (FREE, TAKEN):
        api(charlie).post("/api/v1/organization/invitations", {"email": email, "role": "member"})
        registered(visitor, email).request("DELETE", "/api/v1/me", json={"password": OWN})
    work_off()
    assert User.objects.filter(email=FREE).count() == 0
    assert set(Invitation.objects.values_list("email", flat=True)) == {FREE, TAKEN}


def test_the_request_never_asks_for_the_owners_row(visitor: FrontDoor, alice: Person) -> None:
    with CaptureQueriesContext(connection) as queries:
        registered(visitor, TAKEN)
    assert str(alice.user.id) not in str([query["sql"] for query in queries])


@pytest.mark.django_db(transaction=True)
def test_of_two_racing_registrations_one_claims_the_address(plans: None) -> None:
    found = at_once(2, lambda: register_and_sign_in(email="dora@example.com", password=OWN).user.email)
    assert found == ["dora@example.com"] * 2
    assert sorted(User.objects.values_list("typed_email", flat=True)) == ["", "dora@example.com"]
