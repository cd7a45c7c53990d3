"""One item of a part is over."""

from django.conf import settings
from django.db.models import F

from tonebridge.queues.actions.finish_job import LeaseLost
from tonebridge.queues.backoff import lease_from
from tonebridge.queues.contracts import JobView
from tonebridge.queues.models import Job
from tonebridge.queues.progress_log import tell_progress_after_commit
from tonebridge.resilience import clock


def note_item(*, job: JobView, went_well: bool) -> None:
    """Count it, in the transaction of its effects. Raises LeaseLost where this run no longer holds the job.

    What gets on earns its attempts anew, so that a long job isn't given up for workers that died far apart.
    """
    counted = Job.objects.held(job).update(
        progress_done=F("progress_done") + int(went_well),
        progress_failed=F("progress_failed") + int(not went_well),
        attempts_most=F("attempt") + settings.JOB_MAX_ATTEMPTS,
        lease_until=lease_from(clock.now()),
    )
    if not counted:
        raise LeaseLost
    tell_progress_after_commit(job)
