"""Security events: how often each was counted, what stands of it in the audit, and who comes from where."""

from collections import Counter
from collections.abc import Callable
from uuid import UUID

import pytest
from django.core.cache import cache
from pytest_django import Settings

from apps.accounts.actions import note_key_network, note_misuse, note_refusal
from apps.accounts.models import AuditRow
from apps.accounts.queries.audit_faults import audit_faults
from tests.cast import PASSWORD, Person
from tests.front_door import FrontDoor
from tests.page import Page
from tonebridge.limits.token_bucket import LocalBuckets
from tonebridge.telemetry.metrics import SECURITY_EVENTS
from tonebridge.telemetry.security_events import SecurityEvent

TOKEN, KEYS, ME = "/api/v1/auth/token", "/api/v1/api-keys", "/api/v1/auth/me"
Counted = Callable[[SecurityEvent], float]


@pytest.fixture
def nothing_noted(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Nobody has tried anything yet: the process has met no key and refused nobody. Whom it is asked for, this machine says."""
    cache.clear()
    settings.TRUSTED_PROXIES = ("127.0.0.1/32",)
    for module in (note_misuse, note_refusal, note_key_network):
        monkeypatch.setattr(module, "_passed", LocalBuckets())
    note_key_network._seen.clear()


@pytest.fixture
def counted() -> Counted:
    """How often an event was counted since the test began."""

    before = security_events()
    return lambda event: security_events()[event] - before[event]


def security_events() -> Counter[str]:
    """How often each was counted. Asked of the one metric: the registry would ask the database for its figures, too."""
    samples = [sample for metric in SECURITY_EVENTS.collect() for sample in metric.samples]
    return Counter({one.labels["event"]: int(one.value) for one in samples if one.name.endswith("_total")})


def rows(organization_id: UUID, action: str) -> list[tuple[UUID | None, str]]:
    """Who and to what, in the order of the chain, which holds."""
    assert list(audit_faults(organization_id)) == []
    found = AuditRow.objects.filter(organization_id=organization_id, action=action).order_by("position")
    return [(row.actor_id, row.subject) for row in found]


def from_(address: str, door: FrontDoor) -> FrontDoor:
    """The door as it is asked from there."""
    return door.as_(X_Forwarded_For=address)


def enter(door: FrontDoor, person: Person, **more: str) -> int:
    """The status of a sign-in with the right password."""
    return door.post(TOKEN, {"email": person.user.email, "password": PASSWORD} | more).status_code


def page_of_security(person: Person, door: FrontDoor) -> str:
    return Page.of(person).door(door).as_(Accept_Language="en").get("/security/").text
