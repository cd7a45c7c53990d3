"""An account that a stranger made with charlie's address, and what is left of it once charlie has come."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from pytest_django import Settings

from apps.accounts.actions.issue_ws_ticket import issue_ws_ticket
from apps.accounts.actions.redeem_ws_ticket import redeem_ws_ticket
from apps.accounts.contracts import Scope
from apps.accounts.models import AuditRow, BackupCode, SecondFactor, User
from apps.accounts.queries.credentials import principal_of_session, principal_of_token
from apps.accounts.queries.open_connections import ended_of
from tests.accounts.mailbox import deliver, token_in
from tests.accounts.test_erasure import work_off
from tests.cast import Person, code_now, early_key
from tests.front_door import Api, FrontDoor
from tests.page import BesideTheApi
from tonebridge.resilience import clock

AUTH = "/api/v1/auth"
CHARLIES, STRANGERS, OWN = "charlie@corp.example", "a stranger's password", "a long walk at noon"
SECRET_MESSAGE = "Our merger with Initech closes on Friday."


class Stranger:
    """Whoever registered with charlie's address: everything that they could have made before the address is verified,
    also what only accounts from before have.
    """

    def __init__(self, visitor: FrontDoor) -> None:
        answer = visitor.post(f"{AUTH}/register", {"email": CHARLIES, "password": STRANGERS}).json()
        self.visitor, self.access, self.refresh = visitor, answer["access"], answer["refresh"]
        self.user_id = UUID(answer["user"]["id"])
        self.organization_id = UUID(answer["user"]["organization"]["id"])
        self.door = visitor.as_(Authorization=f"Bearer {self.access}")
        self.browser = BesideTheApi()
        self.browser.force_login(User.objects.get(id=self.user_id))

    def page(self, path: str = "/usage/", *, method: str = "get") -> int:
        """The status of a page."""
        status: int = getattr(self.browser, method)(path).status_code
        return status

    def key(self) -> str:
        return early_key(self.user_id, self.organization_id).secret

    def second_factor(self) -> None:
        SecondFactor.objects.create(user_id=self.user_id, secret="JBSWY3DPEHPK3PXP", confirmed_at=clock.now())
        BackupCode.objects.create(user_id=self.user_id, digest="0" * 64)

    def is_out(self) -> bool:
        """Whether neither token, nor refresh, nor session opens anything."""
        statuses = (
            self.door.get(f"{AUTH}/me").status_code,
            self.visitor.post(f"{AUTH}/token/refresh", {"refresh": self.refresh}).status_code,
            self.page(),
        )
        return statuses == (401, 401, 302)


@pytest.fixture
def stranger(visitor: FrontDoor, plans: None) -> Stranger:
    return Stranger(visitor)


def reset(visitor: FrontDoor, settings: Settings) -> int:
    """Charlie follows the mail for a forgotten password."""
    deliver(settings)
    visitor.post(f"{AUTH}/password/forgot", {"email": CHARLIES})
    (message,) = deliver(settings)
    return visitor.post(f"{AUTH}/password/reset", {"token": token_in(message), "password": OWN}).status_code


def entered(visitor: FrontDoor) -> FrontDoor:
    """Charlie signs in with the new password, and nothing else is asked."""
    answer = visitor.post(f"{AUTH}/token", {"email": CHARLIES, "password": OWN})
    assert answer.status_code == 200, answer.text
    return visitor.as_(Authorization=f"Bearer {answer.json()['access']}")


def actions(stranger: Stranger) -> list[str]:
    rows = AuditRow.objects.filter(organization_id=stranger.organization_id).order_by("position")
    return list(rows.values_list("action", flat=True))


@pytest.mark.parametrize("with_second_factor", [False, True])
def test_the_seven_steps_lead_nowhere(
    stranger: Stranger, visitor: FrontDoor, settings: Settings, with_second_factor: bool
) -> None:
    made = stranger.door.post("/api/v1/api-keys", {"name": "x", "scopes": [scope.value for scope in Scope]}).json()
    if with_second_factor:
        secret = stranger.door.post(f"{AUTH}/two-factor").json().get("secret", "JBSWY3DPEHPK3PXP")
        stranger.door.post(f"{AUTH}/two-factor/confirm", {"code": code_now(secret)})
    assert reset(visitor, settings) == 204
    assert stranger.is_out()
    charlie = entered(visitor)
    body = {"text": SECRET_MESSAGE, "transformation_type": "soften"}
    assert charlie.post("/api/v1/transform", body).status_code == 200
    program = visitor.as_(X_API_Key=made.get("secret", "tb_live_none_none"))
    invited = program.post("/api/v1/organization/invitations", {"email": "x@example.com", "role": "admin"})
    answers = (program.get("/api/v1/history"), program.get(f"{AUTH}/me"), invited)
    assert [answer.status_code for answer in answers] == [401, 401, 401]
    assert SECRET_MESSAGE not in answers[0].text


def test_keys_of_an_account_from_before_end_with_the_first_proof(
    stranger: Stranger, visitor: FrontDoor, settings: Settings
) -> None:
    program = visitor.as_(X_API_Key=stranger.key())
    assert program.get(f"{AUTH}/me").status_code == 200
    assert reset(visitor, settings) == 204
    assert program.get(f"{AUTH}/me").status_code == 401


def test_a_second_factor_of_an_account_from_before_doesnt_keep_charlie_out(
    stranger: Stranger, visitor: FrontDoor, settings: Settings
) -> None:
    stranger.second_factor()
    reset(visitor, settings)
    assert entered(visitor).get(f"{AUTH}/me").json()["email_verified"] is True
    assert (SecondFactor.objects.count(), BackupCode.objects.count()) == (0, 0)


def test_tickets_and_open_connections_end_as_well(stranger: Stranger, visitor: FrontDoor, settings: Settings) -> None:
    principal = principal_of_token(stranger.access)
    ticket = issue_ws_ticket(principal=principal).ticket
    of_page = principal_of_session(str(stranger.browser.session.session_key))
    assert of_page
    opened = [principal, of_page]
    assert ended_of(opened) == [False, False]
    reset(visitor, settings)
    assert ended_of(opened) == [True, True]
    assert redeem_ws_ticket(ticket=ticket) is None


def test_the_audit_tells_charlie_of_it(stranger: Stranger, visitor: FrontDoor, settings: Settings) -> None:
    stranger.key()
    reset(visitor, settings)
    told = actions(stranger)
    assert {"account.claimed", "api_key.revoked", "password.changed"} <= set(told)
    assert told.count("session.ended_everywhere") == 1


def test_a_later_reset_claims_nothing_anew(visitor: FrontDoor, stranger: Stranger, settings: Settings) -> None:
    reset(visitor, settings)
    key = entered(visitor).post("/api/v1/api-keys", {"name": "ci"}).json()["secret"]
    reset(visitor, settings)
    assert visitor.as_(X_API_Key=key).get(f"{AUTH}/me").status_code == 200
    assert actions(stranger).count("account.claimed") == 1


@pytest.mark.parametrize(("wanted", "status"), [({}, 200), ({"end_api_keys": True}, 401)])
def test_a_reset_ends_keys_where_that_is_wished(
    visitor: FrontDoor, api: Api, alice: Person, bob: Person, settings: Settings, wanted: dict[str, Any], status: int
) -> None:
    keys = [api(person).post("/api/v1/api-keys", {"name": "ci"}).json()["secret"] for person in (alice, bob)]
    visitor.post(f"{AUTH}/password/forgot", {"email": alice.user.email})
    token = token_in(deliver(settings)[0])
    assert visitor.post(f"{AUTH}/password/reset", {"token": token, "password": OWN} | wanted).status_code == 204
    assert [visitor.as_(X_API_Key=key).get(f"{AUTH}/me").status_code for key in keys] == [status, 200]


def invited(visitor: FrontDoor, api: Api, alice: Person, settings: Settings) -> str:
    """The token of an invitation to charlie's address."""
    deliver(settings)
    api(alice).post("/api/v1/organization/invitations", {"email": CHARLIES, "role": "member"})
    return token_in(deliver(settings)[0])


ACCEPT = "/api/v1/organization/invitations/accept"


def test_an_accepted_invitation_ends_what_was_made_before_but_for_the_sign_in_that_came_with_it(
    stranger: Stranger, visitor: FrontDoor, api: Api, alice: Person, settings: Settings
) -> None:
    program = visitor.as_(X_API_Key=stranger.key())
    token = invited(visitor, api, alice, settings)
    other = visitor.post(f"{AUTH}/token", {"email": CHARLIES, "password": STRANGERS}).json()["access"]
    here = visitor.as_(Authorization=f"Bearer {other}")
    stranger.second_factor()
    assert here.post(ACCEPT, {"token": token}).status_code == 204
    assert here.get(f"{AUTH}/me").status_code == 200
    assert program.get(f"{AUTH}/me").status_code == 401
    assert stranger.is_out()
    assert not SecondFactor.objects.exists()


def test_an_invitation_accepted_on_a_page_leaves_that_browser_in(
    stranger: Stranger, visitor: FrontDoor, api: Api, alice: Person, settings: Settings
) -> None:
    token = invited(visitor, api, alice, settings)
    assert stranger.page(f"/invitations/{token}/", method="post") == 302
    assert stranger.page() == 200
    assert stranger.door.get(f"{AUTH}/me").status_code == 401


def link(settings: Settings) -> str:
    """The token of the mail that asks to confirm."""
    return token_in(deliver(settings)[0])


def test_a_click_alone_verifies_no_address(stranger: Stranger, visitor: FrontDoor, settings: Settings) -> None:
    token = link(settings)
    answer = visitor.post(f"{AUTH}/email/verify", {"token": token})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "password")
    assert stranger.door.get(f"{AUTH}/me").json()["email_verified"] is False
    assert stranger.door.post(f"{AUTH}/email/verify", {"token": token}).status_code == 204


def test_neither_does_a_click_of_somebody_else_who_is_signed_in(
    stranger: Stranger, api: Api, alice: Person, settings: Settings
) -> None:
    assert api(alice).post(f"{AUTH}/email/verify", {"token": link(settings)}).status_code == 400
    assert not User.objects.get(email=CHARLIES).email_verified


def test_nor_a_key_of_the_account(stranger: Stranger, visitor: FrontDoor, settings: Settings) -> None:
    program = visitor.as_(X_API_Key=stranger.key())
    assert program.post(f"{AUTH}/email/verify", {"token": link(settings)}).status_code == 400


@pytest.mark.parametrize(
    "prove", [lambda it: (it.door, {}), lambda it: (it.visitor, {"password": STRANGERS})], ids=["sign-in", "password"]
)
def test_who_registered_keeps_what_is_theirs(
    stranger: Stranger, settings: Settings, prove: Callable[[Stranger], tuple[FrontDoor, dict[str, str]]]
) -> None:
    key = stranger.key()
    door, shown = prove(stranger)
    assert door.post(f"{AUTH}/email/verify", {"token": link(settings)} | shown).status_code == 204
    assert stranger.door.get(f"{AUTH}/me").json()["email_verified"] is True
    assert stranger.page() == 200
    assert stranger.visitor.as_(X_API_Key=key).get(f"{AUTH}/me").status_code == 200
    assert "email.verified" in actions(stranger)
    assert "account.claimed" not in actions(stranger)


def test_wrong_passwords_verify_nothing_and_are_counted(
    stranger: Stranger, visitor: FrontDoor, settings: Settings
) -> None:
    body = {"token": link(settings), "password": "a guess"}
    found = [visitor.post(f"{AUTH}/email/verify", body) for _ in range(6)]
    assert [answer.status_code for answer in found] == [400] * 5 + [429]
    assert found[0].json()["errors"][0]["code"] == "wrong"
    assert not User.objects.get(email=CHARLIES).email_verified


def test_charlie_can_disown_the_account_and_has_the_address_back(
    stranger: Stranger, visitor: FrontDoor, settings: Settings
) -> None:
    program = visitor.as_(X_API_Key=stranger.key())
    assert visitor.post(f"{AUTH}/email/disown", {"token": link(settings)}).status_code == 204
    assert stranger.is_out()
    assert program.get(f"{AUTH}/me").status_code == 401
    assert "account.disowned" in actions(stranger)
    work_off()
    assert not User.objects.filter(id=stranger.user_id).exists()
    assert visitor.post(f"{AUTH}/register", {"email": CHARLIES, "password": OWN}).status_code == 201
    assert User.objects.get(email=CHARLIES).typed_email == ""


def test_a_verified_account_is_not_disowned_with_an_old_link(
    stranger: Stranger, visitor: FrontDoor, settings: Settings
) -> None:
    token = link(settings)
    reset(visitor, settings)
    answer = visitor.post(f"{AUTH}/email/disown", {"token": token})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "not_live")
    assert entered(visitor).get(f"{AUTH}/me").status_code == 200
