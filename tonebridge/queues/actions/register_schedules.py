"""Remember since when each scheduled task is known."""

from collections.abc import Iterable

from tonebridge.queues.models import ScheduleRun
from tonebridge.resilience import clock


def register_schedules(*, tasks: Iterable[str]) -> None:
    """A row for each that has none yet. Those of other versions stay: their processes may run beside ours."""
    now = clock.now()
    rows = [ScheduleRun(task=task, first_seen_at=now) for task in sorted(set(tasks))]
    ScheduleRun.objects.bulk_create(rows, ignore_conflicts=True)
