"""Jobs, as their organization may see them."""

from uuid import UUID

from tonebridge.errors import NotFound
from tonebridge.queues.contracts import JobView
from tonebridge.queues.models import Job


def job_of(organization_id: UUID, job_id: UUID) -> JobView:
    """The organization's job. Raises NotFound, for another organization's too."""
    job = Job.objects.filter(organization_id=organization_id, pk=job_id).first()
    if job is None:
        raise NotFound
    return job.view()
