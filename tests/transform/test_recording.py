"""Recording a transform: one statement, all of it or nothing."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.contracts import Period
from apps.accounts.models import Organization, UsageCounter
from apps.transform.actions.record_transformation import record_transformation
from apps.transform.contracts import Intensity, TransformationType, TransformRequest, TransformResult
from apps.transform.models import Analytics, Transformation
from apps.transform.providers.ladder import configured_ladder
from apps.transform.story import pipeline
from tests.cast import Person
from tonebridge.errors import InvalidToken, QuotaExceeded
from tonebridge.ids import uuid7
from tonebridge.queues.models import Job

WANTED = TransformRequest("明日までに直せ。", TransformationType.SOFTEN, Intensity.MEDIUM)


@pytest.fixture
def result() -> TransformResult:
    return pipeline.run(WANTED, ladder=configured_ladder())


def limited(person: Person, calls: int) -> Person:
    plan = replace(person.principal.plan, per_day=calls)
    return replace(person, principal=replace(person.principal, plan=plan))


def keep_for(person: Person, days: int) -> None:
    Organization.objects.filter(id=person.principal.organization_id).update(retention_days=days)


@pytest.mark.django_db(transaction=True)
def test_history_measures_charge_and_job_are_one_statement(alice: Person, result: TransformResult) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert record_transformation(principal=alice.principal, wanted=WANTED, result=result)
    assert len(queries) == 1
    assert Transformation.objects.get(id=result.id).transformed_text == result.transformed_text
    assert Analytics.objects.get(transformation_id=result.id).metrics["characters"] == len(WANTED.text)
    assert Job.objects.get(kind="digest_transformation").payload_ids == {"transformation_id": str(result.id)}
    assert {row.period: row.used for row in UsageCounter.objects.all()} == dict.fromkeys(Period, 1)


@pytest.mark.django_db(transaction=True)
def test_a_refused_charge_leaves_nothing(alice: Person, result: TransformResult) -> None:
    with pytest.raises(QuotaExceeded):
        record_transformation(principal=limited(alice, 0).principal, wanted=WANTED, result=result)
    kinds = (Transformation, Analytics, Job, UsageCounter)
    assert [kind._default_manager.count() for kind in kinds] == [0, 0, 0, 0]


@pytest.mark.django_db
def test_a_refused_charge_leaves_the_callers_transaction_usable(alice: Person, result: TransformResult) -> None:
    with pytest.raises(QuotaExceeded):
        record_transformation(principal=limited(alice, 0).principal, wanted=WANTED, result=result)
    assert record_transformation(principal=limited(alice, 1).principal, wanted=WANTED, result=result)


@pytest.mark.django_db
def test_keeping_nothing_counts_from_the_next_message_on_and_so_does_keeping_again(alice: Person) -> None:
    kept = []
    for days in (30, 0, 0, 30):
        keep_for(alice, days)
        result = pipeline.run(WANTED, ladder=configured_ladder())
        assert record_transformation(principal=alice.principal, wanted=WANTED, result=result) is (days > 0)
        kept.append(Transformation.objects.get(id=result.id).original_text)
    assert kept == [WANTED.text, "", "", WANTED.text]
    assert UsageCounter.objects.get(period=Period.DAY).used == 4


@pytest.mark.django_db
def test_nothing_is_recorded_for_an_organization_that_has_gone(alice: Person, result: TransformResult) -> None:
    gone = replace(alice.principal, organization_id=uuid7())
    with pytest.raises(InvalidToken):
        record_transformation(principal=gone, wanted=WANTED, result=result)
