"""What an attack looks like from inside: each security event stands in the audit or in the metrics, and none fills a table."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from apps.accounts.actions import note_misuse
from apps.accounts.contracts import Role
from apps.accounts.models import Membership, Plan, User
from apps.accounts.queries.places import NOBODYS
from apps.transform.web import live_rate
from tests.accounts.mailbox import deliver
from tests.cast import Person, colleague, switched_on
from tests.front_door import Api, FrontDoor
from tests.gateway.test_signature import Signed, send, signed
from tests.page import Page
from tests.security.conftest import KEYS, TOKEN, Counted, enter, from_, page_of_security, rows
from tests.transform.test_live import talk
from tonebridge.errors import InsufficientPermissions
from tonebridge.gateway.asgi_types import Message, Receive, Scope, Send
from tonebridge.gateway.exchange import KEY, Exchange
from tonebridge.gateway.problems import Problems
from tonebridge.limits.token_bucket import Rate
from tonebridge.resilience import clock

__all__ = ["signed"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_noted")]


def test_a_role_that_may_not_is_in_the_audit_with_the_door(api: Api, bob: Person, counted: Counted) -> None:
    assert api(bob).get("/api/v1/organization/invitations").status_code == 403
    assert rows(bob.organization.id, "rights.refused") == [(bob.user.id, "GET:api.v1.organization.invitations")]
    assert counted("rights.refused") == 1


def test_a_lane_that_a_scope_does_not_open_is_too(api: Api, alice: Person, counted: Counted) -> None:
    vera = colleague("vera", alice, Role.VIEWER)
    assert api(vera).post("/api/v1/transform", {"text": "直せ。"}).status_code == 403
    ((actor, where),) = rows(alice.organization.id, "rights.refused")
    assert (actor, where.partition(":")[0]) == (vera.user.id, "POST")
    assert counted("rights.refused") == 1


def test_a_page_that_a_role_does_not_open_is_too(visitor: FrontDoor, bob: Person, counted: Counted) -> None:
    assert Page.of(bob).door(visitor).get("/audit/").status_code == 403
    assert rows(bob.organization.id, "rights.refused") == [(bob.user.id, "GET:audit")]
    assert counted("rights.refused") == 1


def test_the_administration_is_too(visitor: FrontDoor, bob: Person) -> None:
    User.objects.filter(id=bob.user.id).update(is_staff=True)
    switched_on(bob.user)
    page = Page.of(bob)
    session = page.client.session
    session["accounts.code_shown"] = str(bob.user.pk)
    session.save()
    assert page.door(visitor).get("/admin/accounts/user/").status_code == 403
    assert [actor for actor, _where in rows(bob.organization.id, "rights.refused")] == [bob.user.id]


def test_a_frame_that_a_scope_does_not_open_is_too(api: Api, visitor: FrontDoor, bob: Person, counted: Counted) -> None:
    ticket = api(bob).post("/api/v1/ws/ticket").json()["ticket"]
    Membership.objects.filter(user=bob.user).update(role=Role.VIEWER.value)
    answers = talk(visitor, f"?ticket={ticket}", {"type": "analyze", "payload": {"text": "直せ。"}})
    assert isinstance(answers, list)
    assert [answer["payload"]["status"] for answer in answers] == [403]
    assert rows(bob.organization.id, "rights.refused") == [(bob.user.id, "websocket:analyze")]
    assert counted("rights.refused") == 1


def test_a_flood_of_refused_rights_leaves_ten_rows(
    api: Api, bob: Person, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(note_misuse, "PER_CALLER", Rate(10, 86_400))
    for _ in range(15):
        api(bob).get("/api/v1/organization/invitations")
    assert len(rows(bob.organization.id, "rights.refused")) == 10
    assert counted("rights.refused") == 15


def test_a_form_from_elsewhere_is_a_forged_request(visitor: FrontDoor, alice: Person, counted: Counted) -> None:
    door = Page.of(alice).door(visitor).as_(Origin="https://evil.example")
    assert door.post(KEYS, {"name": "mine now"}).status_code == 403
    assert door.post("/security/sign-out-everywhere/").status_code == 403
    assert rows(alice.organization.id, "rights.refused") == []
    assert [actor for actor, _where in rows(alice.organization.id, "request.forged")] == [alice.user.id] * 2
    assert counted("request.forged") == 2


def test_a_right_password_with_a_wrong_code_is_in_the_audit(
    visitor: FrontDoor, alice: Person, counted: Counted
) -> None:
    switched_on(alice.user)
    assert enter(from_("203.0.113.7", visitor), alice) == 401  # the code is asked for: nothing is wrong yet
    assert enter(from_("203.0.113.7", visitor), alice, code="000000") == 401
    assert rows(alice.organization.id, "second_factor.refused") == [(None, str(alice.user.id))]
    assert counted("second_factor.refused") == 1


def test_after_three_in_a_row_its_owner_gets_a_mail(visitor: FrontDoor, alice: Person, settings: Settings) -> None:
    switched_on(alice.user)
    deliver(settings)
    for _ in range(2):
        enter(visitor, alice, code="000000")
    assert deliver(settings) == []
    for _ in range(3):
        enter(visitor, alice, code="000000")
    (message,) = deliver(settings)
    assert message.to == [alice.user.email]
    assert "/security/" in str(message.body)
    assert len(rows(alice.organization.id, "second_factor.refused")) == 5


def test_who_is_signed_in_and_mistypes_a_code_gets_no_mail(
    api: Api, visitor: FrontDoor, alice: Person, settings: Settings, counted: Counted
) -> None:
    """Nobody tries to sign in, and no password was right. Once somebody does, with as many wrong ones before, there is one."""
    switched_on(alice.user)
    deliver(settings)
    for door in ("two-factor/remove", "two-factor/backup-codes", "reauthenticate"):
        assert api(alice).post(f"/api/v1/auth/{door}", {"code": "000000"}).status_code == 401
    assert deliver(settings) == []
    assert (counted("code.refused"), counted("second_factor.refused")) == (3, 0)
    assert rows(alice.organization.id, "code.refused") == [(alice.user.id, str(alice.user.id))] * 3
    assert enter(visitor, alice, code="000000") == 401
    assert (counted("code.refused"), counted("second_factor.refused")) == (3, 1)
    (message,) = deliver(settings)
    assert message.to == [alice.user.email]


def test_who_is_signed_in_and_mistypes_a_code_reads_of_no_stolen_password(
    api: Api, visitor: FrontDoor, alice: Person
) -> None:
    switched_on(alice.user)
    api(alice).post("/api/v1/auth/reauthenticate", {"code": "000000"})
    shown = page_of_security(alice, visitor)
    assert "Wrong code while signed in" in shown
    assert "Correct password, wrong code" not in shown


def test_a_wrong_password_and_the_end_of_tries_are_counted(visitor: FrontDoor, alice: Person, counted: Counted) -> None:
    for _ in range(7):
        visitor.post(TOKEN, {"email": alice.user.email, "password": "not this one"})
    assert counted("session.refused") == 5
    assert counted("tries.exhausted") == 2


def test_the_end_of_the_tries_of_an_address_is_counted(plans: None, counted: Counted) -> None:
    fields = [{"email": f"{number}@example.com", "password": "a guess"} for number in range(11)]
    client = Client(REMOTE_ADDR="192.0.2.31")
    assert [client.post("/sign-in/", each).status_code for each in fields] == [422] * 10 + [429]
    assert counted("tries.exhausted") == 1


@pytest.mark.parametrize("asked", [{"text": "直せ。", "live": "1"}, {"text": "直せ。"}])
def test_the_end_of_what_a_plan_allows_is_no_guess(
    alice: Person, counted: Counted, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str]
) -> None:
    monkeypatch.setattr(live_rate, "LIVE", Rate(1, 60))
    Plan.objects.update(per_minute=1)
    client = Client()
    client.force_login(alice.user)
    fields = {"transformation_type": "soften", "intensity": "2"} | asked
    assert [client.post("/", fields).status_code for _ in range(2)] == [200, 429]
    assert counted("tries.exhausted") == 0


def test_a_refresh_token_used_twice_is_counted(visitor: FrontDoor, alice: Person, counted: Counted) -> None:
    for _ in range(2):
        visitor.post("/api/v1/auth/token/refresh", {"refresh": alice.refresh_token})
    assert len(rows(alice.organization.id, "session.reused")) == counted("session.reused") == 1


def test_a_signed_request_that_comes_twice_is_in_the_audit(
    visitor: FrontDoor, signed: Signed, alice: Person, counted: Counted
) -> None:
    assert [send(visitor, signed).status_code for _ in range(2)] == [200, 401]
    assert rows(alice.organization.id, "signature.repeated") == [(alice.user.id, "")]
    assert counted("signature.repeated") == 1


def test_a_signature_that_is_wrong_or_missing_is_too(
    visitor: FrontDoor, signed: Signed, alice: Person, counted: Counted
) -> None:
    assert send(visitor, signed, X_TB_Signature="0" * 64).status_code == 401
    assert send(visitor, signed, X_TB_Signature="").status_code == 401
    assert rows(alice.organization.id, "signature.refused") == [(alice.user.id, "")] * 2
    assert counted("signature.refused") == 2


def test_an_idempotency_key_of_another_request_is_counted(api: Api, alice: Person, counted: Counted) -> None:
    door = api(alice).as_(Idempotency_Key="the-same-one")
    assert door.post("/api/v1/analyze", {"text": "直せ。"}).status_code == 200
    assert door.post("/api/v1/analyze", {"text": "直して。"}).status_code == 422
    assert counted("idempotency.mismatched") == 1


def test_a_connection_that_is_not_let_in_is_counted(visitor: FrontDoor, counted: Counted) -> None:
    assert talk(visitor, "?ticket=made-up") == 4401
    assert counted("websocket.refused") == 1


def test_visitors_and_strangers_leave_no_row(visitor: FrontDoor, counted: Counted) -> None:
    assert visitor.post("/sign-in/", data={"email": "a@b.example"}).status_code == 403
    assert rows(NOBODYS, "request.forged") == []
    assert counted("request.forged") == 1


class SomethingFirst(InsufficientPermissions):
    code = "SOMETHING_FIRST"


def test_a_page_that_asks_once_more_who_one_is_refuses_nobody(
    visitor: FrontDoor, alice: Person, counted: Counted
) -> None:
    door = Page.of(alice).door(visitor)
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        asked = door.get("/security/two-step/")
    assert asked.status_code == 403 and "reauthenticate-password" in asked.text
    assert rows(alice.organization.id, "rights.refused") == []
    assert counted("rights.refused") == 0


@pytest.mark.parametrize(("error", "times"), [(InsufficientPermissions(), 1), (SomethingFirst(), 0)])
def test_who_only_has_to_do_something_first_lacks_no_right(
    visitor: FrontDoor, counted: Counted, error: InsufficientPermissions, times: int
) -> None:
    async def refusing(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise error

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def answered(message: Message) -> None:
        assert message.get("status", 403) == 403

    scope = {KEY: Exchange(method="GET", path="/api/v1/x", headers={}, client_ip="192.0.2.1")}
    visitor.run(Problems(refusing)(scope, receive, answered))
    assert counted("rights.refused") == times
