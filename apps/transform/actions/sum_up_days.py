"""The projection of analytics and usage: messages by day, type and tier, summed from events (CQRS's side that is read)."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction

from apps.transform.models import DailySummary
from tonebridge.events.actions.relay_events import LOCK

SUBSCRIBER = "apps.transform.receivers.sum_up"
SUM_UP = """
    INSERT INTO daily_summaries AS day (organization_id, day, transformation_type, tier, transforms, characters,
        processing_ms, harshness_before, harshness_after, clarity_before, clarity_after)
    SELECT organization_id, (created_at AT TIME ZONE 'UTC')::date, payload->>'type', payload->>'tier', count(*),
        sum((payload->>'characters')::bigint), sum((payload->>'processing_ms')::float),
        sum((payload->>'harshness_before')::float), sum((payload->>'harshness_after')::float),
        sum((payload->>'clarity_before')::float), sum((payload->>'clarity_after')::float)
    FROM events WHERE name = 'message.transformed' AND {which}
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT (organization_id, day, transformation_type, tier) DO UPDATE SET
        transforms = day.transforms + EXCLUDED.transforms, characters = day.characters + EXCLUDED.characters,
        processing_ms = day.processing_ms + EXCLUDED.processing_ms,
        harshness_before = day.harshness_before + EXCLUDED.harshness_before,
        harshness_after = day.harshness_after + EXCLUDED.harshness_after,
        clarity_before = day.clarity_before + EXCLUDED.clarity_before,
        clarity_after = day.clarity_after + EXCLUDED.clarity_after
"""
THESE, ALL_COUNTED = SUM_UP.format(which="id = ANY(%s)"), SUM_UP.format(which="delivered_to ? %s")


def sum_up_days(event_ids: Sequence[UUID]) -> None:
    """Add these events, in the caller's transaction: the relay sees to it that each is added once."""
    with connection.cursor() as cursor:
        cursor.execute(THESE, [list(event_ids)])


@transaction.atomic
def rebuild_days() -> int:
    """Forget all summaries since the first event, and sum all events up that were ever added. Answers how many rows there
    are. Nothing is relayed meanwhile, and readers see the old figures until the new ones stand.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(
            "DELETE FROM daily_summaries WHERE day >= "
            "(SELECT (min(created_at) AT TIME ZONE 'UTC')::date FROM events WHERE name = 'message.transformed')"
        )
        cursor.execute(ALL_COUNTED, [SUBSCRIBER])
    return DailySummary.objects.count()
