"""Two tenants with a row in every table of tenants, and PostgreSQL asked directly as the web role."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from apps.accounts.actions.charge_usage import charge_usage
from apps.accounts.actions.claim_idempotency_key import claim_idempotency_key
from apps.accounts.actions.create_api_key import create_api_key
from apps.accounts.actions.invite_member import invite_member
from apps.accounts.contracts import Role, Scope
from apps.transform.actions.choose_prompt import choose_prompt
from apps.transform.actions.digest_transformation import digest_transformation
from apps.transform.contracts import TransformationType
from apps.transform.models import BatchPart
from tests.cast import Person, found_in_messages, own_model
from tests.front_door import Api
from tests.transform.batches.working import submit, work_off
from tonebridge.events.actions.relay_events import relay_all
from tonebridge.queues.actions.record_dead_letter import record_dead_letter
from tonebridge.queues.failures import failure_of
from tonebridge.queues.models import Job
from tonebridge.tenancy.catalog import tenant_tables
from tonebridge.tenancy.identity import Identity, acting_as

Rows = list[tuple[Any, ...]]
"""Whatever the tables hold."""
Ask = Callable[..., Rows]


@dataclass(frozen=True)
class Belongings:
    """Ids of what one tenant has."""

    transformation: UUID
    term: UUID
    found: UUID
    key: UUID
    job: UUID
    invitation: UUID
    user: UUID
    organization: UUID
    sign_in: UUID


def furnish(api: Api, person: Person) -> Belongings:
    """Leave a row of each kind behind, through the doors where there are any."""
    door = api(person)
    made = UUID(
        door.post("/api/v1/transform", {"text": "明日までに直せ。", "transformation_type": "soften"}).json()["id"]
    )
    digest_transformation(transformation_id=made)
    relay_all()
    term = door.post("/api/v1/glossary/terms", {"term": "SLA", "language": "en", "plain": "promise"}).json()
    own_model(person)
    choose_prompt(organization_id=person.organization.id, kind=TransformationType.SOFTEN, language="ja", version="file")
    key = create_api_key(principal=person.principal, name="robot", scopes=[Scope.HISTORY])
    charge_usage(principal=person.principal, characters=1)
    claim_idempotency_key(principal=person.principal, key="order-17", request_hash="a request")
    submit(door, "直せ。", store=False)
    work_off()
    job = UUID(submit(door, "早く直せ。"))
    BatchPart.objects.create(batch_id=job, organization_id=person.organization.id, first=100, count=0)
    lost = Job(kind="transform_part", organization_id=person.organization.id)
    failure = failure_of(ValueError())
    record_dead_letter(task_id=str(lost.id), task="x", args=[], kwargs={}, failure=failure, attempts=1, job=lost)
    invited = invite_member(principal=person.principal, email="guest@example.com", role=Role.MEMBER)
    return Belongings(
        transformation=made,
        term=UUID(term["id"]),
        found=found_in_messages(person),
        key=key.details.id,
        job=job,
        invitation=invited.id,
        user=person.user.id,
        organization=person.organization.id,
        sign_in=UUID(person.principal.credential.removeprefix("jwt:")),
    )


@pytest.fixture
def alices(api: Api, alice: Person) -> Belongings:
    return furnish(api, alice)


@pytest.fixture
def charlies(api: Api, charlie: Person) -> Belongings:
    return furnish(api, charlie)


@pytest.fixture
def open_months(db: None) -> None:
    """Months laid open to the web role, which has no rights on them: row security has to hold there by itself."""
    with connection.cursor() as cursor:
        for table in tenant_tables():
            if "_y" in table.name:
                cursor.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table.name}" TO tonebridge_web')


@pytest.fixture
def ask(db: None) -> Ask:
    """Rows of a statement, in somebody's name."""

    def asked(identity: Identity, statement: str, *values: str | UUID) -> Rows:
        with acting_as(identity), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall()) if cursor.description else []

    return asked
