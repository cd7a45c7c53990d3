"""Events have been summed up long ago: let their months go."""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction

from tonebridge.events.actions.relay_events import LOCK
from tonebridge.events.models import Event
from tonebridge.partitions.months import Month
from tonebridge.partitions.retention import drop_month_of, months_of
from tonebridge.resilience import clock


@transaction.atomic
def forget_old_events() -> list[str]:
    """Drop the months that are over for longer than `settings.EVENT_RETENTION_DAYS`, the oldest first; names of what was dropped.

    A month that holds an event somebody has yet to be told of stays, and so does what came after it: what is kept has no gap,
    so projections can be built anew from it (`apps/transform/actions/sum_up_days.py`). Nobody builds one meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    kept = Month.of(clock.now() - timedelta(days=settings.EVENT_RETENTION_DAYS))
    dropped = []
    for month in months_of("events"):
        if month >= kept or _is_awaited(month):
            break
        if drop_month_of("events", month):
            dropped.append(month.partition("events"))
    return dropped


def _is_awaited(month: Month) -> bool:
    waiting = Event.objects.filter(relayed_at=None, created_at__gte=month.start, created_at__lt=month.end)
    return waiting.exists()
