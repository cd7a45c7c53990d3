"""Celery doors."""

from uuid import UUID

from apps.transform.actions.apply_retention import apply_retention as apply
from apps.transform.actions.apply_retention import apply_retention_of as apply_to
from apps.transform.actions.digest_transformation import digest_transformation as digest
from tonebridge.partitions.ensure import ensure_months
from tonebridge.queues.doors import job_task, periodic_task
from tonebridge.resilience import clock


@job_task
def digest_transformation(transformation_id: str) -> None:
    """Embed a message and add it to its day's summary."""
    digest(transformation_id=UUID(transformation_id))


@periodic_task
def make_partitions() -> None:
    """Make the coming months."""
    ensure_months(clock.now())


@periodic_task
def apply_retention() -> None:
    """Forget what may not be kept any longer."""
    apply()


@job_task
def apply_retention_of(organization_id: str) -> None:
    """Forget what one organization doesn't want to keep any longer."""
    apply_to(organization_id=UUID(organization_id))
