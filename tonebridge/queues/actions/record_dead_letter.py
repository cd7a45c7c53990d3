"""Keep what is known of a task that ended badly."""

import logging
from collections.abc import Mapping, Sequence

from tonebridge.queues.envelope import Envelope, asked_of
from tonebridge.queues.failures import Failure
from tonebridge.queues.models import DeadLetter, Job
from tonebridge.queues.payload import only_ids
from tonebridge.resilience import clock

logger = logging.getLogger(__name__)


def record_dead_letter(
    *,
    task_id: str,
    task: str,
    args: Sequence[object],
    kwargs: Mapping[str, object],
    failure: Failure,
    attempts: int,
    job: Job | None = None,
) -> None:
    """Write the letter; the same task id twice is one letter. Anything among the arguments that isn't an id stands in its
    sealed envelope alone.
    """
    envelope = Envelope(task, args, kwargs, asked_of(job) if job else None)
    DeadLetter.objects.get_or_create(
        task_id=task_id,
        defaults={
            "task": task,
            "args": only_ids(list(args)),
            "kwargs": only_ids(dict(kwargs)),
            "organization_id": job.organization_id if job else None,
            "envelope": envelope.written(),
            "error_class": failure.error_class,
            "error": failure.message,
            "attempts": attempts,
            "created_at": clock.now(),
        },
    )
    logger.error("task.dead", extra={"task": task, "task_id": task_id, "error": failure.error_class})
