"""Reads of batches: how far they are, and what became of their items."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from apps.accounts.contracts import Principal
from apps.transform.contracts import BatchSource, BatchView, ItemOutcome
from apps.transform.models import Batch, BatchResult, Transformation
from tonebridge.errors import NotFound
from tonebridge.ids import uuid7_time
from tonebridge.queues.contracts import JobView
from tonebridge.queues.queries.jobs import asked_job, asked_jobs
from tonebridge.rest.pagination import Page, PageRequest, page_of
from tonebridge.rest.problem import problem_of

READ_AT_ONCE = 200
MOMENT = timedelta(milliseconds=1)
"""What an id doesn't tell of its time."""


def batch_of(principal: Principal, job_id: UUID) -> BatchView:
    """The caller's own. Raises NotFound, as for one that never was."""
    job = asked_job(principal.organization_id, principal.user_id, job_id)
    return _views([job])[0]


def batches_page(principal: Principal, page: PageRequest) -> Page[BatchView]:
    """The caller's own, the newest first."""
    jobs = asked_jobs(principal.organization_id, principal.user_id, page)
    return Page(tuple(_views(jobs.items)), jobs.next_cursor)


def outcomes_page(principal: Principal, job_id: UUID, page: PageRequest) -> Page[ItemOutcome]:
    """What is over so far, by index. Raises NotFound."""
    batch_of(principal, job_id)
    rows = _after(job_id, int(page.after[0]) if page.after else -1)[: page.fetch]
    return page_of(_outcomes(rows), page, lambda outcome: (str(outcome.index),))


def all_outcomes(principal: Principal, job_id: UUID) -> Iterator[ItemOutcome]:
    """The same, all of it, a few hundred at a time. Raises NotFound at once, not when it is read."""
    batch_of(principal, job_id)
    return _all(job_id)


def _all(job_id: UUID) -> Iterator[ItemOutcome]:
    last = -1
    while rows := list(_after(job_id, last)[:READ_AT_ONCE]):
        yield from _outcomes(rows)
        last = rows[-1].index


def _after(job_id: UUID, index: int) -> Any:  # a sliced query set of BatchResult
    return BatchResult.objects.filter(batch=job_id, index__gt=index).order_by("index")


def _outcomes(rows: Iterable[BatchResult]) -> list[ItemOutcome]:
    found = list(rows)
    kept = _kept_results([row.transformation_id for row in found if row.transformation_id])
    return [_outcome(row, kept) for row in found]


def _outcome(row: BatchResult, kept: Mapping[UUID, Mapping[str, Any]]) -> ItemOutcome:
    sealed = json.loads(row.sealed) if row.sealed else {}
    result = kept.get(row.transformation_id) if row.transformation_id else sealed.get("result")
    problem = sealed.get("problem") if result is None else None
    if result is None and problem is None:
        problem = problem_of(NotFound(), "")  # its message was deleted, or its time is over
    return ItemOutcome(row.index, str(sealed.get("id", "")), result, problem)


def _kept_results(ids: Sequence[UUID]) -> dict[UUID, Mapping[str, Any]]:
    """From history, by id. The times in the ids bound the months that are looked into."""
    if not ids:
        return {}
    times = [uuid7_time(each) for each in ids]
    rows = Transformation.objects.filter(id__in=ids, created_at__gte=min(times), created_at__lt=max(times) + MOMENT)
    return {row.id: json.loads(row.result) for row in rows.only("id", "created_at", "result") if row.result}


def _views(jobs: Sequence[JobView]) -> list[BatchView]:
    batches = Batch.objects.in_bulk([job.id for job in jobs])
    return [_view(job, batches.get(job.id)) for job in jobs]


def _view(job: JobView, batch: Batch | None) -> BatchView:
    if batch is None:
        return BatchView(job, BatchSource.LIST, "")
    return BatchView(job, BatchSource(batch.source), batch.name)
