"""Proving an e-mail address, through the front door."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from apps.accounts.models import OneTimeToken, User
from tests.accounts.mailbox import deliver, link_in, token_in
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tonebridge.queues.models import Job
from tonebridge.resilience import clock

REGISTER, VERIFY, SEND, ME = (f"/api/v1/auth/{name}" for name in ("register", "email/verify", "email/send", "me"))
DANA = {"email": "dana@example.com", "password": "a long walk at noon"}


@pytest.fixture
def dana(visitor: FrontDoor, plans: None) -> FrontDoor:
    """The door of somebody who registered a moment ago."""
    visitor.as_(Accept_Language="en").post(REGISTER, DANA)
    access = visitor.post("/api/v1/auth/token", DANA).json()["access"]
    return visitor.as_(Authorization=f"Bearer {access}")


def test_a_newcomer_is_let_in_and_asked_to_confirm(dana: FrontDoor, settings: Settings) -> None:
    assert dana.get(ME).json()["email_verified"] is False
    (message,) = deliver(settings)
    assert (message.to, message.subject) == (["dana@example.com"], "Confirm your email address")
    assert link_in(message).startswith("/verify-email/")


def test_where_it_is_asked_for_an_unproven_address_opens_nothing(
    visitor: FrontDoor, dana: FrontDoor, settings: Settings
) -> None:
    def sign_in(password: str) -> tuple[int, str]:
        answer = visitor.post("/api/v1/auth/token", DANA | {"password": password})
        return answer.status_code, answer.json().get("detail", "")

    settings.SIGN_IN_NEEDS_VERIFIED_EMAIL = True
    assert sign_in(DANA["password"]) == sign_in("a wrong password")
    dana.post(VERIFY, {"token": token_in(deliver(settings)[0])})
    assert sign_in(DANA["password"])[0] == 200


def test_the_link_proves_the_address_once(dana: FrontDoor, settings: Settings) -> None:
    token = token_in(deliver(settings)[0])
    assert dana.post(VERIFY, {"token": token}).status_code == 204
    assert dana.get(ME).json()["email_verified"] is True
    again = dana.post(VERIFY, {"token": token})
    assert (again.status_code, again.json()["errors"][0]["code"]) == (400, "not_live")


def test_a_japanese_newcomer_is_written_to_in_japanese(visitor: FrontDoor, plans: None, settings: Settings) -> None:
    visitor.as_(Accept_Language="ja").post(REGISTER, DANA)
    assert deliver(settings)[0].subject == "メールアドレスの確認をお願いします"


@pytest.mark.parametrize(("hours", "status"), [(23, 204), (25, 400)])
def test_the_link_is_good_for_a_day(
    visitor: FrontDoor, dana: FrontDoor, settings: Settings, hours: int, status: int
) -> None:
    body = {"token": token_in(deliver(settings)[0]), "password": DANA["password"]}
    with clock.frozen(clock.now() + timedelta(hours=hours)):
        assert visitor.post(VERIFY, body).status_code == status


def test_the_token_is_kept_nowhere(dana: FrontDoor, settings: Settings) -> None:
    token = token_in(deliver(settings)[0])
    kept = str(list(OneTimeToken.objects.values())) + str(list(Job.objects.values()))
    assert token not in kept
    assert token.split(".")[0] not in kept


def test_a_token_that_was_never_signed_asks_the_database_nothing(visitor: FrontDoor, plans: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert visitor.post(VERIFY, {"token": "A" * 43 + "." + "B" * 43}).status_code == 400
    assert [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]] == []


def test_a_link_to_an_address_that_was_changed_since_is_no_good(dana: FrontDoor, settings: Settings) -> None:
    token = token_in(deliver(settings)[0])
    User.objects.update(email="new@example.com")
    answer = dana.post(VERIFY, {"token": token})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "not_live")


def test_a_few_links_can_be_asked_for_and_no_more(dana: FrontDoor) -> None:
    assert [dana.post(SEND).status_code for _ in range(3)] == [202, 202, 429]


def test_who_has_confirmed_gets_no_more_links(api: Api, alice: Person, settings: Settings) -> None:
    assert api(alice).post(SEND).status_code == 202
    assert deliver(settings) == []
