"""Tell subscribers what happened: each at least once, and what they write to the database exactly once."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from tonebridge.events.contracts import Subscriber
from tonebridge.events.models import Event
from tonebridge.resilience import clock
from tonebridge.telemetry import metrics
from tonebridge.telemetry.logs import described

logger = logging.getLogger(__name__)
LOCK = 7_420_614
"""Advisory lock: one relays at a time, and nobody builds projections anew meanwhile."""
LONGEST_S = 3_600


def relay_all(*, limit: int = 500) -> int:
    """Relay until nothing is due. Answers how many were relayed."""
    relayed = 0
    while count := relay_events(limit=limit):
        relayed += count
    return relayed


@transaction.atomic
def relay_events(*, limit: int = 500) -> int:
    """Relay the oldest events that are due, to those subscribers that haven't had them. Answers how many are done with."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    due = Event.objects.filter(relayed_at=None, due_at__lte=clock.now()).order_by("due_at", "id")
    by_name: defaultdict[str, list[Event]] = defaultdict(list)
    for event in due[:limit]:
        by_name[event.name].append(event)
    return sum(_relay(events, settings.OUTBOX_SUBSCRIBERS.get(name, ())) for name, events in by_name.items())


def _relay(events: Sequence[Event], subscribers: Sequence[str]) -> int:
    for path in subscribers:
        _deliver(path, [event for event in events if path not in event.delivered_to])
    return sum(_settle(event, subscribers) for event in events)


def _deliver(path: str, events: Sequence[Event]) -> None:
    """All at once; where that fails one by one, so that an event that can't be digested keeps no other."""
    if not events or _delivered(path, events):
        return
    if len(events) > 1:
        for event in events:
            _delivered(path, [event])


def _delivered(path: str, events: Sequence[Event]) -> bool:
    subscriber: Subscriber = import_string(path)
    try:
        with transaction.atomic():
            subscriber([event.view() for event in events])
    except Exception as error:
        logger.error("event.undelivered", extra={"receiver": path, "why": described(error)})
        metrics.EVENT_DELIVERIES.labels(event=events[0].name, outcome="failed").inc(len(events))
        return False
    for event in events:
        event.delivered_to = [*event.delivered_to, path]
    metrics.EVENT_DELIVERIES.labels(event=events[0].name, outcome="delivered").inc(len(events))
    return True


def _settle(event: Event, subscribers: Sequence[str]) -> bool:
    done = set(subscribers) <= set(event.delivered_to)
    if done:
        event.relayed_at = clock.now()
    else:
        event.tries += 1
        event.due_at = clock.now() + timedelta(seconds=min(LONGEST_S, 2**event.tries))
    event.save(update_fields=["delivered_to", "tries", "due_at", "relayed_at"])
    return done
