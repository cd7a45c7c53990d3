"""Celery doors."""

from uuid import UUID

from apps.transform.actions.apply_retention import apply_retention as apply
from apps.transform.actions.apply_retention import apply_retention_of as apply_to
from apps.transform.actions.count_terms import count_terms as count
from apps.transform.actions.count_terms import count_terms_of as count_of
from apps.transform.actions.digest_batch import digest_batch as digest_many
from apps.transform.actions.digest_transformation import digest_transformation as digest
from apps.transform.actions.forget_batches import forget_batches as forget
from apps.transform.actions.work_part import work_part
from tonebridge.partitions.ensure import ensure_months
from tonebridge.queues.contracts import JobView
from tonebridge.queues.doors import job_task, part_task, periodic_task
from tonebridge.resilience import clock


@job_task
def digest_transformation(transformation_id: str) -> None:
    """Embed a message, so that it is found by others like it."""
    digest(transformation_id=UUID(transformation_id))


@job_task
def digest_batch(batch_id: str, first: int, count: int) -> None:
    """The same for neighbouring messages of a batch."""
    digest_many(batch_id=UUID(batch_id), first=first, count=count)


@part_task
def transform_part(job: JobView) -> bool:
    """Transform neighbouring messages of a batch."""
    return work_part(job)


@periodic_task
def make_partitions() -> None:
    """Make the coming months."""
    ensure_months(clock.now())


@periodic_task
def forget_batches() -> None:
    """Every hour: forget results that nothing keeps, and batches of long ago."""
    forget()


@periodic_task
def count_terms() -> None:
    """Each night: see which words recur in the messages of each organization."""
    count()


@job_task
def count_terms_of(organization_id: str) -> None:
    """The same for one organization, in its own name."""
    count_of(organization_id=UUID(organization_id))


@periodic_task
def apply_retention() -> None:
    """Forget what may not be kept any longer."""
    apply()


@job_task
def apply_retention_of(organization_id: str) -> None:
    """Forget what one organization doesn't want to keep any longer."""
    apply_to(organization_id=UUID(organization_id))
