"""Start given-up work again."""

from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tonebridge.errors import Conflict, NotFound, Unavailable
from tonebridge.queues import envelope
from tonebridge.queues.actions.send_job import send_job
from tonebridge.queues.actions.settle_parts import reopen_whole
from tonebridge.queues.contracts import DeadLetterView, JobStatus
from tonebridge.queues.envelope import Envelope, job_anew
from tonebridge.queues.models import DeadLetter, Job
from tonebridge.queues.models.job import most_attempts
from tonebridge.queues.payload import REMOVED, is_uuid
from tonebridge.queues.sender import send_task
from tonebridge.resilience import clock
from tonebridge.security.encryption import EncryptionError


@transaction.atomic
def replay_dead_letter(*, letter_id: UUID) -> DeadLetterView:
    """Queue the letter's job anew with all its attempts, also where its row has gone; send its task again where there is no
    job.

    Raises NotFound; Conflict if it was replayed before, or if what was asked can't be read any more; Unavailable if a task
    without a job can't be sent now.
    """
    letter = DeadLetter.objects.select_for_update().filter(pk=letter_id).first()
    if letter is None:
        raise NotFound
    if letter.replayed_at is not None:
        raise Conflict(_("This dead letter has already been replayed."))
    asked = _asked(letter)
    if not _requeue(letter, asked):
        _send(asked)
    letter.replayed_at = clock.now()
    letter.save(update_fields=["replayed_at"])
    return letter.view()


def _asked(letter: DeadLetter) -> Envelope:
    try:
        if letter.envelope:
            return envelope.read(letter.envelope)
    except EncryptionError as error:
        if REMOVED in str([letter.args, letter.kwargs]):
            raise Conflict(
                _("The job's arguments are encrypted with a key that no longer exists, so it can't be replayed.")
            ) from error
    return Envelope(letter.task, letter.args, letter.kwargs)


def _send(asked: Envelope) -> None:
    if REMOVED in str([asked.args, asked.kwargs]):  # a letter from before letters had envelopes
        raise Conflict(
            _("The job's arguments weren't kept because they weren't a list of IDs, so it can't be replayed.")
        )
    if not send_task(asked.task, asked.args, asked.kwargs):
        raise Unavailable


def _requeue(letter: DeadLetter, asked: Envelope) -> bool:
    job = _job_of(letter)
    if job is not None:
        _reopen(job)
    elif asked.job and not Job.objects.filter(pk=asked.job["id"]).exists():
        job = job_anew(asked.job)
    else:
        return False
    transaction.on_commit(partial(send_job, job.view()), robust=True)
    return True


def _reopen(job: Job) -> None:
    reopen_whole(job.parent_id)
    job.status, job.attempt, job.attempts_most, job.error_code = JobStatus.QUEUED, 0, most_attempts(), ""
    job.lease_until = job.due_at = clock.now()  # so that it isn't late since it was made
    job.finished_at = None
    job.save()


def _job_of(letter: DeadLetter) -> Job | None:
    if not letter.args or not is_uuid(letter.args[0]):
        return None
    ended = Job.objects.select_for_update().filter(status__in=[JobStatus.FAILED, JobStatus.DEAD])
    return ended.filter(pk=letter.args[0], claimed_by=letter.task_id).first()
