"""Forget what an organization may not keep any longer."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from apps.accounts.queries.retention import retention_days
from apps.transform.actions.forget_answers import forget_answers_after_commit
from apps.transform.models import BatchResult, Embedding, Transformation
from apps.transform.queries.repeats import answered_lately
from tonebridge.partitions.months import Month
from tonebridge.partitions.retention import drop_month, months_before
from tonebridge.resilience import clock


def apply_retention() -> None:
    """Drop the months that no organization keeps anything of; then delete what is past each one's days in the others."""
    now, kept = clock.now(), retention_days()
    for month in months_before(Month.of(now - timedelta(days=max(kept.values(), default=0)))):
        if _is_held(month):
            continue
        # Vectors of all months stand in one table, and a month that is referred to can't go.
        Embedding.objects.filter(
            transformation_created_at__gte=month.start, transformation_created_at__lt=month.end
        ).delete()
        answered = answered_lately(before=month.end)
        drop_month(month)
        forget_answers_after_commit(answered)
    for organization_id, days in kept.items():
        _forget(organization_id, now - timedelta(days=days))


def apply_retention_of(*, organization_id: UUID) -> None:
    """The same for one organization, which has just decided to keep less. One that is gone, or held, forgets nothing."""
    days = retention_days().get(organization_id)
    if days is not None:
        _forget(organization_id, clock.now() - timedelta(days=days))


def _is_held(month: Month) -> bool:
    """Whether something in it belongs to an organization under a legal hold."""
    rows = Transformation.objects.filter(created_at__gte=month.start, created_at__lt=month.end)
    return rows.filter(organization__legal_hold=True).exists()


def _forget(organization_id: UUID, before: datetime) -> None:
    """The database's own cascades take measures and vectors along, without loading a row; and what jobs kept of the messages' rows."""
    answered = answered_lately(organization_id=organization_id, before=before)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM transformations WHERE organization_id = %s AND created_at < %s", [organization_id, before]
        )
    rows = BatchResult.objects.filter(batch__organization=organization_id, created_at__lt=before)
    rows.exclude(transformation_id=None).exclude(given=None).update(given=None)
    forget_answers_after_commit(answered)
