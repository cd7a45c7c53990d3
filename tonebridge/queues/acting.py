"""In whose name a job is done: its row says so, never the message that rang."""

from contextlib import AbstractContextManager

from tonebridge.queues.contracts import JobView
from tonebridge.tenancy.identity import acting_for
from tonebridge.tenancy.system import as_system


def acting_for_job(job: JobView) -> AbstractContextManager[None]:
    """Act for the job's organization, or as the system for a job that belongs to none."""
    if job.organization_id is None:
        return as_system(f"job {job.kind}")
    return acting_for(job.organization_id)
