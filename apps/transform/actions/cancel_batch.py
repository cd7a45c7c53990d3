"""Call a batch off."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import Principal
from apps.transform.contracts import BatchView
from apps.transform.models import BatchPart
from apps.transform.queries.batches import batch_of
from tonebridge.queues.actions.cancel_job import cancel_job


@transaction.atomic
def cancel_batch(*, principal: Principal, job_id: UUID) -> BatchView:
    """What is done stays done and charged; the rest is forgotten. Raises NotFound, Conflict for one that is over."""
    cancel_job(organization_id=principal.organization_id, job_id=job_id, user_id=principal.user_id)
    BatchPart.objects.filter(batch=job_id).delete()
    record_audit(principal, "batch.cancelled", subject=job_id)
    return batch_of(principal, job_id)
