"""Parts end, and their job with the last of them."""

from collections import Counter
from uuid import UUID

from django.db import transaction
from django.db.models import F

from tonebridge.queues.contracts import JobStatus
from tonebridge.queues.models import Job
from tonebridge.queues.models.job import UNFINISHED
from tonebridge.queues.progress_log import tell_after_commit
from tonebridge.resilience import clock


def lock_whole(parent_id: UUID | None) -> None:
    """Lock the job that a part belongs to, before the part itself: one order for all who end, cancel or reopen them."""
    if parent_id is not None:
        Job.objects.select_for_update().filter(pk=parent_id).first()


@transaction.atomic
def settle_whole(parent_id: UUID | None) -> None:
    """End the job once no part of it is under way; its lock is held already (`lock_whole`).

    It has succeeded where any item has; failed where none has; and it is dead where a part of it was given up.
    """
    if parent_id is None:
        return
    parts = Job.objects.filter(parent=parent_id)
    statuses = Counter(parts.values_list("status", flat=True))
    if any(statuses[status] for status in UNFINISHED):
        return
    done, failed = parts.items_over()
    ended = Job.objects.filter(pk=parent_id, finished_at=None).update(
        status=_status(statuses, done), progress_done=done, progress_failed=failed, finished_at=clock.now()
    )
    if ended:
        tell_after_commit(Job.objects.get(pk=parent_id).view())


def _status(statuses: Counter[str], done: int) -> JobStatus:
    if statuses[JobStatus.DEAD] or statuses[JobStatus.FAILED]:
        return JobStatus.DEAD
    return JobStatus.SUCCEEDED if done else JobStatus.FAILED


def reopen_whole(parent_id: UUID | None) -> None:
    """A part is to be done after all: the job goes on, for another round, which its `attempt` counts."""
    if parent_id is not None:
        lock_whole(parent_id)
        Job.objects.filter(pk=parent_id).update(
            status=JobStatus.RUNNING, attempt=F("attempt") + 1, finished_at=None, error_code=""
        )
