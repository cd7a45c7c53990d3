"""Say what became of a result: what later learning rests on."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import Principal
from apps.transform.contracts import HistoryItem, Verdict
from apps.transform.queries.history import own_row, transformation_of
from tonebridge.resilience import clock


@transaction.atomic
def give_feedback(
    *,
    principal: Principal,
    transformation_id: UUID,
    verdict: Verdict,
    final_text: str = "",
    rejected_changes: tuple[str, ...] = (),
) -> HistoryItem:
    """The last word counts. Where the message was not kept, the final text is not kept either. Raises NotFound."""
    row = own_row(principal, transformation_id)
    row.verdict, row.verdict_at = verdict.value, clock.now()
    row.final_text = final_text if row.metadata.get("stored") else ""
    row.rejected_changes = list(rejected_changes)
    row.save(update_fields=["verdict", "verdict_at", "final_text", "rejected_changes"])
    record_audit(principal, "feedback.given", subject=row.id)
    return transformation_of(principal, transformation_id)
