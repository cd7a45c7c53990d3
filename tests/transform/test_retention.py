"""How long messages are kept is the organization's decision."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from apps.transform.actions.apply_retention import apply_retention, apply_retention_of
from apps.transform.actions.digest_transformation import digest_transformation
from apps.transform.models import Analytics, Embedding, Transformation
from apps.transform.queries.repeats import LATELY, answered_lately
from tests.cast import Person
from tests.front_door import Api
from tonebridge.ids import uuid7
from tonebridge.partitions.ensure import ensure_months
from tonebridge.queues.models import Job
from tonebridge.resilience import clock

pytestmark = pytest.mark.django_db
ORGANIZATION = "/api/v1/organization"
MESSAGE = {"text": "請求書を今日中に直せ。", "transformation_type": "soften"}


def aged(person: Person, days: int) -> None:
    """A message of that many days ago."""
    at = clock.now() - timedelta(days=days)
    Transformation.objects.create(
        id=uuid7(at),
        created_at=at,
        organization_id=person.organization.id,
        user_id=person.user.id,
        transformation_type_id="soften",
        intensity=2,
        language="ja",
        tier="rules",
        original_text="直せ",
    )


def ages(person: Person) -> list[int]:
    rows = Transformation.objects.filter(organization=person.organization).order_by("created_at")
    return [(clock.now() - row.created_at).days for row in rows]


def test_no_answer_is_looked_for_that_has_gone_by_itself(
    alice: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    aged(alice, 0)
    with django_assert_num_queries(0):
        assert answered_lately(before=clock.now() - LATELY) == []
    with django_assert_num_queries(1):
        assert len(answered_lately(before=clock.now())) == 1


@pytest.fixture(autouse=True)
def _months(db: None) -> None:
    ensure_months(clock.now() - timedelta(days=120), ahead=5)


def test_each_organization_keeps_for_its_own_days(api: Api, alice: Person, charlie: Person) -> None:
    api(charlie).patch(ORGANIZATION, {"retention_days": 90})
    for person in (alice, charlie):
        for days in (100, 60, 10):
            aged(person, days)
    apply_retention()
    assert (ages(alice), ages(charlie)) == ([10], [60, 10])


def test_an_organization_that_keeps_nothing_has_no_text_from_the_next_message_on(api: Api, alice: Person) -> None:
    api(alice).patch(ORGANIZATION, {"retention_days": 0})
    answer = api(alice).post("/api/v1/transform", MESSAGE).json()
    assert answer["transformed_text"]
    kept = Transformation.objects.get(organization=alice.organization)
    assert (kept.original_text, kept.transformed_text, kept.metadata["stored"]) == ("", "", False)
    assert "請求書" not in kept.result
    digest_transformation(transformation_id=kept.id)
    assert not Embedding.objects.exists()


def test_deciding_to_keep_less_forgets_at_once(api: Api, alice: Person, charlie: Person) -> None:
    for person in (alice, charlie):
        made = api(person).post("/api/v1/transform", MESSAGE).json()["id"]
        digest_transformation(transformation_id=UUID(made))
    api(alice).patch(ORGANIZATION, {"retention_days": 0})
    job = Job.objects.get(kind="apply_retention")
    assert job.payload_ids == {"organization_id": str(alice.organization.id)}
    apply_retention_of(organization_id=alice.organization.id)
    for table in (Transformation, Analytics, Embedding):
        assert [row.organization_id for row in table.objects.all()] == [charlie.organization.id]


def test_deciding_to_keep_more_forgets_nothing(api: Api, alice: Person) -> None:
    api(alice).patch(ORGANIZATION, {"retention_days": 90})
    assert not Job.objects.filter(kind="apply_retention").exists()


def test_a_month_that_nobody_keeps_is_dropped_and_the_audit_of_it_stays(alice: Person) -> None:
    apply_retention()
    kept = set(connection.introspection.table_names())
    old = (clock.now() - timedelta(days=100)).strftime("y%Ym%m")
    assert f"transformations_{old}" not in kept
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f"audit_{old}"])
        assert cursor.fetchone() != (None,)
