"""What this app keeps of a person, for an export of their own data (`apps.accounts.protocols.PersonalData`)."""

import json
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from apps.accounts.contracts import PersonalItem, Principal
from apps.transform.models import BatchPart, BatchResult, GlossaryTerm, Transformation
from apps.transform.models.transformation import TransformationQuerySet

Place = tuple[str, ...] | None


def transformations(principal: Principal, *, until: datetime, after: Place, limit: int) -> list[PersonalItem]:
    """Every message with its result, the oldest first."""
    return _items(Transformation.objects.of(principal), until, after, limit, _message)


def feedback(principal: Principal, *, until: datetime, after: Place, limit: int) -> list[PersonalItem]:
    """What was said of results, in the order of the messages."""
    judged = Transformation.objects.of(principal).exclude(verdict="").filter(verdict_at__lt=until)
    return _items(judged, until, after, limit, _verdict)


def glossary_terms(principal: Principal, *, until: datetime, after: Place, limit: int) -> list[PersonalItem]:
    """Words that the person taught."""
    rows = GlossaryTerm.objects.filter(organization=principal.organization_id, created_by=principal.user_id)
    rows = rows.filter(created_at__lt=until)
    rows = rows.filter(id__gt=UUID(after[0])) if after else rows
    return [PersonalItem((str(row.id),), _term(row)) for row in rows.order_by("id")[:limit]]


def batch_items(principal: Principal, *, until: datetime, after: Place, limit: int) -> list[PersonalItem]:
    """What batches keep beside history: messages that wait, results that history doesn't have, problems."""
    waiting = BatchPart.objects.filter(batch__user=principal.user_id, batch__created_at__lt=until)
    ended = BatchResult.objects.filter(batch__user=principal.user_id, created_at__lt=until)
    ended = ended.filter(transformation_id=None)
    rows: list[BatchPart | BatchResult] = []
    for table in (waiting, ended):
        found = table.filter(organization=principal.organization_id)
        found = found.filter(id__gt=UUID(after[0])) if after else found
        rows += found.order_by("id")[:limit]
    rows.sort(key=lambda row: row.id)
    return [PersonalItem((str(row.id),), _batch_row(row)) for row in rows[:limit]]


def _batch_row(row: BatchPart | BatchResult) -> dict[str, object]:
    if isinstance(row, BatchPart):
        return {"job_id": row.batch_id, "first_index": row.first, "waiting": json.loads(row.items)}
    return {"job_id": row.batch_id, "index": row.index, **json.loads(row.sealed)}


def _items(
    rows: TransformationQuerySet,
    until: datetime,
    after: Place,
    limit: int,
    shown: Callable[[Transformation], dict[str, object]],
) -> list[PersonalItem]:
    found = rows.filter(created_at__lt=until).order_by("created_at", "id")
    if after:
        at, row_id = datetime.fromisoformat(after[0]), UUID(after[1])
        place = RawSQL("(created_at, id) > (%s, %s)", (at, row_id), BooleanField())
        found = found.filter(created_at__gte=at).filter(place)
    return [PersonalItem((row.created_at.isoformat(), str(row.id)), shown(row)) for row in found[:limit]]


def _message(row: Transformation) -> dict[str, object]:
    names = ("id", "created_at", "intensity", "language", "tier", "original_text", "transformed_text")
    return {"transformation_type": row.transformation_type_id} | {name: getattr(row, name) for name in names}


def _verdict(row: Transformation) -> dict[str, object]:
    names = ("verdict", "verdict_at", "final_text", "rejected_changes")
    return {"transformation_id": row.id} | {name: getattr(row, name) for name in names}


def _term(row: GlossaryTerm) -> dict[str, object]:
    names = ("id", "term", "language", "plain", "definition", "kind", "status", "created_at", "updated_at")
    return {name: getattr(row, name) for name in names}
