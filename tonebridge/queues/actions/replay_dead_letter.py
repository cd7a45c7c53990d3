"""Start given-up work again."""

from functools import partial
from uuid import UUID

from django.db import transaction

from tonebridge.errors import Conflict, NotFound, Unavailable
from tonebridge.queues.actions.ring_job import ring_job
from tonebridge.queues.actions.settle_parts import reopen_whole
from tonebridge.queues.contracts import DeadLetterView, JobStatus
from tonebridge.queues.doorbell import ring
from tonebridge.queues.models import DeadLetter, Job
from tonebridge.queues.models.job import most_attempts
from tonebridge.queues.payload import is_uuid
from tonebridge.resilience import clock


@transaction.atomic
def replay_dead_letter(*, letter_id: UUID) -> DeadLetterView:
    """Queue the letter's job anew with all its attempts, or send its task again where there is no job.

    Raises NotFound, Conflict if it was replayed before, Unavailable if a task without a job can't be sent now.
    """
    letter = DeadLetter.objects.select_for_update().filter(pk=letter_id).first()
    if letter is None:
        raise NotFound
    if letter.replayed_at is not None:
        raise Conflict
    if not _requeue(letter) and not ring(letter.task, letter.args, letter.kwargs):
        raise Unavailable
    letter.replayed_at = clock.now()
    letter.save(update_fields=["replayed_at"])
    return letter.view()


def _requeue(letter: DeadLetter) -> bool:
    job = _job_of(letter)
    if job is None:
        return False
    reopen_whole(job.parent_id)
    job.status, job.attempt, job.attempts_most, job.error_code = JobStatus.QUEUED, 0, most_attempts(), ""
    job.lease_until, job.due_at, job.finished_at = clock.now(), None, None
    job.save()
    transaction.on_commit(partial(ring_job, job.view()), robust=True)
    return True


def _job_of(letter: DeadLetter) -> Job | None:
    if not letter.args or not is_uuid(letter.args[0]):
        return None
    ended = Job.objects.select_for_update().filter(status__in=[JobStatus.FAILED, JobStatus.DEAD])
    return ended.filter(pk=letter.args[0], claimed_by=letter.task_id).first()
