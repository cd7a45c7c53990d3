"""Delete a transform and everything that hangs on it."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import Principal
from apps.accounts.queries.legal_holds import ensure_not_held
from apps.transform.actions.forget_answers import forget_answers_after_commit
from apps.transform.models import BatchResult
from apps.transform.queries.history import own_row


@transaction.atomic
def delete_transformation(*, principal: Principal, transformation_id: UUID) -> None:
    """Text, measures, vectors, the answer kept for repeats and what a job kept of its row go at once. What was used of the plan stays used. Raises NotFound, OnHold."""
    row = own_row(principal, transformation_id)
    ensure_not_held(principal.organization_id)
    row.delete()
    BatchResult.objects.filter(transformation_id=transformation_id).update(given=None)
    forget_answers_after_commit([transformation_id])
    record_audit(principal, "transformation.deleted", subject=transformation_id)
