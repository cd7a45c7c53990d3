"""Forged tokens and refused keys leave a trace where their owner finds it, and a flood of them fills nothing."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import jwt
import pytest
from prometheus_client import REGISTRY
from pytest_django import Settings

from apps.accounts.actions import note_refusal
from apps.accounts.contracts import Caller
from apps.accounts.credentials import api_keys
from apps.accounts.credentials.api_keys import make_api_key
from apps.accounts.models import ApiKey, AuditRow
from apps.accounts.queries.audit_faults import audit_faults
from apps.accounts.queries.credentials import caller_of_api_key
from apps.accounts.queries.places import NOBODYS
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.running_listener import RunningListener
from tonebridge.gateway.backends import callers
from tonebridge.limits.token_bucket import LocalBuckets
from tonebridge.resilience import clock

ME = "/api/v1/auth/me"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_was_refused_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(note_refusal, "_passed", LocalBuckets())


def noting(seen: list[str], call: Callable[[str], Caller]) -> Callable[[str], Caller]:
    def noted(shown: str) -> Caller:
        seen.append(shown)
        return call(shown)

    return noted


def refused(organization_id: UUID) -> list[tuple[str, str, str]]:
    rows = AuditRow.objects.filter(organization_id=organization_id).order_by("position")
    found = [row for row in rows if row.action.endswith((".refused", ".expired"))]
    assert {row.actor_id for row in found} <= {None}
    return [(row.action, row.subject, row.address or "") for row in found]


def forged_for(person: Person, **more: str) -> str:
    """Well made, by somebody without our key."""
    claims = jwt.decode(person.access_token, options={"verify_signature": False})
    return jwt.encode(claims | more, "a secret of thirty-two characters", algorithm="HS256")


def show(visitor: FrontDoor, token: str) -> int:
    return visitor.as_(Authorization=f"Bearer {token}").get(ME).status_code


def test_a_forged_token_stands_in_the_audit_of_whom_it_names(visitor: FrontDoor, alice: Person) -> None:
    assert show(visitor, forged_for(alice)) == 401
    assert refused(alice.organization.id) == [("token.refused", str(alice.user.id), "127.0.0.1")]
    assert list(audit_faults(alice.organization.id)) == []


def test_a_forged_refresh_token_does_too(visitor: FrontDoor, alice: Person) -> None:
    forged = forged_for(alice, token_use="refresh")
    for shown in (forged, alice.access_token):  # a token of another use is no better than a forged one
        assert visitor.post("/api/v1/auth/token/refresh", {"refresh": shown}).status_code == 401
    assert refused(alice.organization.id) == [("token.refused", str(alice.user.id), "127.0.0.1")] * 2


def test_a_token_writes_into_no_organization_that_its_user_isnt_of(
    visitor: FrontDoor, alice: Person, charlie: Person
) -> None:
    show(visitor, forged_for(alice, org=str(charlie.organization.id)))
    assert refused(charlie.organization.id) == refused(alice.organization.id) == []
    assert refused(NOBODYS) == [("token.refused", "", "127.0.0.1")]


@pytest.mark.parametrize("token", ["x", "a.b.c", "a.W10.c", "a.eyJzdWIiOjF9.c", "." * 50])
def test_what_names_nobody_stands_in_nobodys(visitor: FrontDoor, token: str) -> None:
    assert show(visitor, token) == 401
    assert refused(NOBODYS) == [("token.refused", "", "127.0.0.1")]


def test_a_key_with_a_wrong_secret_stands_in_the_audit_of_its_prefix(
    visitor: FrontDoor, api: Api, alice: Person
) -> None:
    made = api(alice).post("/api/v1/api-keys", {"name": "ci", "scopes": ["transform"]}).json()
    key = ApiKey.objects.get(id=made["id"])
    unsigned = f"tb_live_{key.prefix}_" + make_api_key().raw.split("_")[3][: api_keys.RANDOM_LENGTH]
    assert visitor.as_(X_API_Key=unsigned + api_keys._checksum(unsigned)).get(ME).status_code == 401
    assert refused(alice.organization.id) == [("api_key.refused", str(key.id), "127.0.0.1")]


def test_an_unknown_key_stands_in_nobodys(visitor: FrontDoor) -> None:
    visitor.as_(X_API_Key=make_api_key().raw).get(ME)
    visitor.as_(X_API_Key="no key at all").get(ME)
    assert refused(NOBODYS) == [("api_key.refused", "", "127.0.0.1")] * 2


def test_an_expired_token_is_noted_once_an_hour(visitor: FrontDoor, alice: Person) -> None:
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        assert [show(visitor, alice.access_token) for _ in range(3)] == [401] * 3
    assert [action for action, *_ in refused(alice.organization.id)] == ["token.expired"]


def test_a_flood_leaves_ten_rows_and_is_counted(visitor: FrontDoor, alice: Person) -> None:
    def counted() -> float:
        return REGISTRY.get_sample_value("tonebridge_credentials_refused_total", {"refusal": "token.refused"}) or 0

    before = counted()
    for _ in range(15):
        show(visitor, forged_for(alice))
    assert len(refused(alice.organization.id)) == 10
    assert counted() - before == 15


def test_who_shows_too_much_that_is_wrong_is_not_looked_up(
    visitor: FrontDoor, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.GATEWAY_REFUSED_PER_MINUTE = 5
    looked_up: list[str] = []
    monkeypatch.setattr(callers, "of_api_key", noting(looked_up, caller_of_api_key))
    answers = [visitor.as_(X_API_Key=make_api_key().raw).get(ME) for _ in range(8)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429] * 3
    assert len(looked_up) == 5 and int(answers[-1].headers["retry-after"]) > 0


def test_made_up_sessions_count_as_well(visitor: FrontDoor, settings: Settings) -> None:
    settings.GATEWAY_REFUSED_PER_MINUTE = 5
    answers = [visitor.as_(Cookie=f"{settings.SESSION_COOKIE_NAME}=made-up-{n}").get(ME) for n in range(8)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429] * 3


def test_whoever_is_known_is_served_beside_a_flood_from_their_own_site(
    listening: RunningListener, visitor: FrontDoor, api: Api, alice: Person, settings: Settings
) -> None:
    settings.GATEWAY_REFUSED_PER_MINUTE = 5
    listening.wait()
    assert api(alice).get(ME).status_code == 200
    assert [visitor.as_(X_API_Key=make_api_key().raw).get(ME).status_code for _ in range(6)] == [401] * 5 + [429]
    assert api(alice).get(ME).status_code == 200


def test_a_working_credential_leaves_no_trace(api: Api, visitor: FrontDoor, alice: Person) -> None:
    assert api(alice).get(ME).status_code == visitor.get("/api/v1/preview/info").status_code == 200
    assert refused(alice.organization.id) == refused(NOBODYS) == []
