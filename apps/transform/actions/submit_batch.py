"""Take many messages at once, and leave them to the workers."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import Principal
from apps.accounts.queries.usage import ensure_quota
from apps.transform.contracts import BatchSource, BatchView, BatchWanted, Item
from apps.transform.models import Batch, BatchPart
from tonebridge.errors import FieldError, ValidationFailed
from tonebridge.ids import uuid7
from tonebridge.queues.actions.enqueue_parts import enqueue_parts
from tonebridge.queues.contracts import PartWanted, Priority
from tonebridge.resilience import clock

KIND = "transform_part"
PRIORITIES = {
    BatchSource.LATER: Priority.CRITICAL,
    BatchSource.LIST: Priority.DEFAULT,
    BatchSource.FILE: Priority.BULK,
}
PART_ITEMS = 25
"""Items of a part: about a third of a second by rules. Organizations take turns a part each, and a worker that dies holds
up no more than these."""
PARTS_AT_ONCE = 40
"""Parts of a statement: what stands in memory sealed, and once more as a statement, is a tenth of the largest file."""


@transaction.atomic
def submit_batch(*, principal: Principal, wanted: BatchWanted) -> BatchView:
    """Keep the messages, sealed, and enqueue a job of parts. Each is charged when it is transformed.

    What is wrong with a message is told when its turn comes, so that the others go on. Raises ValidationFailed for no
    message at all, and QuotaExceeded where the day's quota can't hold them.
    """
    if not wanted.items:
        raise ValidationFailed(fields=(FieldError("items", "empty", _("There are no messages in the list.")),))
    ensure_quota(principal, calls=len(wanted.items))
    spans = list(_spans(wanted.items))
    ids = [uuid7() for _span in spans]
    job = enqueue_parts(
        kind=KIND,
        parts=[PartWanted({"part_id": str(part)}, len(items)) for part, (_at, items) in zip(ids, spans, strict=True)],
        organization_id=principal.organization_id,
        user_id=principal.user_id,
        priority=PRIORITIES[wanted.source],
    )
    batch = Batch.objects.create(
        id=job.id,
        organization_id=principal.organization_id,
        user_id=principal.user_id,
        source=wanted.source.value,
        name=wanted.name[:200],
        reader_language=wanted.reader_language,
        api_key_id=principal.key_id,
        columns=_json(wanted.columns) if wanted.columns else None,
        created_at=clock.now(),
    )
    rows = (_part(batch, part, *span, wanted.cells) for part, span in zip(ids, spans, strict=True))
    while some := list(islice(rows, PARTS_AT_ONCE)):
        BatchPart.objects.bulk_create(some)
    record_audit(principal, "batch.submitted", subject=job.id)
    return BatchView(job, wanted.source, wanted.name)


def _spans(items: Sequence[Item]) -> Iterator[tuple[int, Sequence[Item]]]:
    for first in range(0, len(items), PART_ITEMS):
        yield first, items[first : first + PART_ITEMS]


def _part(batch: Batch, part_id: UUID, first: int, items: Sequence[Item], cells: Sequence[str]) -> BatchPart:
    beside = cells[first : first + len(items)]
    return BatchPart(
        id=part_id,
        batch=batch,
        organization_id=batch.organization_id,
        first=first,
        count=len(items),
        items=_json([dict(item) for item in items]),
        columns=f"[{','.join(beside)}]" if beside else None,
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
