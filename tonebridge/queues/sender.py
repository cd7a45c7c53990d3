"""Send a task to the broker: something is in the Job table. A message that is lost costs time, never work: the reaper sends another.

kombu's own retries wait six seconds for a refused connection and five for a hung one, `retry=False` or not, so sending
has a connection of its own: two milliseconds for a refusal, half a second for a hung broker. After a failure the process
doesn't try for a moment: one request in that time is slow, not all.
"""

import logging
import os
from collections.abc import Mapping, Sequence
from functools import cache

from celery import current_app
from django.conf import settings
from kombu.connection import Connection
from kombu.pools import producers

from tonebridge.queues.contracts import Priority
from tonebridge.resilience import clock
from tonebridge.telemetry import tracing
from tonebridge.telemetry.context import get_request_id

logger = logging.getLogger(__name__)
QUIET_S = 2.0
LEVELS = {Priority.CRITICAL: 0, Priority.DEFAULT: 3, Priority.BULK: 6}
"""Celery's message priorities: 0 is first, and outranks the order of queues."""
LAST = 9
"""Behind all others of its queue: what nobody will look for (`settings.JOBS_AT_LEISURE`)."""

_quiet_until = 0.0


def send_task(
    task: str,
    args: Sequence[object],
    kwargs: Mapping[str, object] | None = None,
    *,
    priority: Priority = Priority.DEFAULT,
    countdown: float = 0,
    at_leisure: bool = False,
) -> bool:
    """Send the task, to start in `countdown` seconds at the earliest. False when the broker can't be reached."""
    global _quiet_until
    if clock.tick() < _quiet_until:
        return False
    try:
        _send(task, args, kwargs or {}, priority, LAST if at_leisure else LEVELS[priority], countdown)
    except Exception as error:
        _quiet_until = clock.tick() + QUIET_S
        logger.warning("broker.unreachable", extra={"task": task, "error": type(error).__name__})
        return False
    return True


def retry_broker() -> None:
    """Forget that sending has failed (tests, or when the broker is known to be back)."""
    global _quiet_until
    _quiet_until = 0.0


def _send(
    task: str, args: Sequence[object], kwargs: Mapping[str, object], priority: Priority, level: int, countdown: float
) -> None:
    with producers[_connection(settings.CELERY_BROKER_URL)].acquire(block=True, timeout=1) as producer:
        current_app.send_task(
            task,
            args=list(args),
            kwargs=dict(kwargs),
            queue=priority.value,
            priority=level,
            countdown=countdown or None,
            headers={"request_id": get_request_id(), **tracing.outgoing_headers()},
            producer=producer,
            retry=False,
        )


@cache
def _connection(url: str) -> Connection:
    connection: Connection = current_app.connection_for_write(
        url, transport_options={"max_retries": 0, **settings.REDIS_CLIENT}
    )
    return connection


os.register_at_fork(after_in_child=_connection.cache_clear)
