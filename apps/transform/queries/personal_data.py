"""What this app keeps of a person, for an export of their own data (`apps.accounts.protocols.PersonalData`).

Vectors and measures are left out: they are made of the messages, and go with them.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from apps.accounts.contracts import PersonalItem, Principal
from apps.transform.contracts import by_name
from apps.transform.models import Batch, BatchPart, BatchResult, GlossaryTerm, Transformation
from apps.transform.models.transformation import TransformationQuerySet
from apps.transform.queries.batches import columns_of
from tonebridge.queues.contracts import JobView
from tonebridge.queues.queries.jobs import jobs_now

Place = tuple[str, ...] | None


def transformations(principal: Principal, *, until: datetime, after: Place, limit: int) -> list[PersonalItem]:
    """Every message with its whole result (changes, facts, questions, scores …) and what left the machine for it, the oldest first."""
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


def jobs(principal: Principal, *, until: datetime, after: Place, limit: int) -> list[PersonalItem]:
    """Jobs that the person started, with their files' names, the oldest first."""
    rows = Batch.objects.filter(organization=principal.organization_id, user=principal.user_id, created_at__lt=until)
    found = list((rows.filter(id__gt=UUID(after[0])) if after else rows).order_by("id")[:limit])
    views = jobs_now([row.id for row in found])
    return [PersonalItem((str(row.id),), _job(row, views.get(row.id))) for row in found]


def batch_items(principal: Principal, *, until: datetime, after: Place, limit: int) -> list[PersonalItem]:
    """What jobs keep of their messages: those that wait, and what became of the others. Results that history has are told
    with the messages; here stands which of them it is.
    """
    waiting = BatchPart.objects.filter(batch__user=principal.user_id, batch__created_at__lt=until)
    ended = BatchResult.objects.filter(batch__user=principal.user_id, created_at__lt=until)
    rows: list[BatchPart | BatchResult] = []
    for table in (waiting, ended):
        found = table.filter(organization=principal.organization_id)
        found = found.filter(id__gt=UUID(after[0])) if after else found
        rows += found.order_by("id")[:limit]
    rows.sort(key=lambda row: row.id)
    columns = columns_of(row.batch_id for row in rows[:limit])
    return [PersonalItem((str(row.id),), _batch_item(row, columns.get(row.batch_id, ()))) for row in rows[:limit]]


def _job(row: Batch, job: JobView | None) -> dict[str, object]:
    told: dict[str, object] = {"id": row.id, "origin": row.source, "name": row.name, "created_at": row.created_at}
    if job is None:
        return told
    return told | {"status": job.status, "progress": asdict(job.progress), "finished_at": job.finished_at}


def _batch_item(row: BatchPart | BatchResult, columns: Sequence[str]) -> dict[str, object]:
    if isinstance(row, BatchPart):
        beside = [by_name(columns, cells) for cells in json.loads(row.columns or "[]")]
        return {"job_id": row.batch_id, "first_index": row.first, "waiting": json.loads(row.items), "columns": beside}
    told = {"job_id": row.batch_id, "index": row.index, "transformation_id": row.transformation_id}
    given = json.loads(row.given) if row.given else {}
    if "cells" in given:
        given["columns"] = by_name(columns, given.pop("cells"))
    return told | (json.loads(row.sealed) if row.sealed else {}) | given


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
    kept: dict[str, object] = json.loads(row.result) if row.result else {}
    return kept | {"transformation_type": row.transformation_type_id} | {name: getattr(row, name) for name in names}


def _verdict(row: Transformation) -> dict[str, object]:
    names = ("verdict", "verdict_at", "final_text", "rejected_changes")
    return {"transformation_id": row.id} | {name: getattr(row, name) for name in names}


def _term(row: GlossaryTerm) -> dict[str, object]:
    names = ("id", "term", "language", "plain", "definition", "kind", "status", "created_at", "updated_at")
    return {name: getattr(row, name) for name in names}
