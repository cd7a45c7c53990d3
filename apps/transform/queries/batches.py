"""Reads of batches: how far they are, and what became of their items."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from apps.accounts.contracts import Principal
from apps.transform.contracts import BatchSource, BatchView, ItemOutcome, by_name
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
    columns = _own_columns(principal, job_id)
    rows = _after(job_id, int(page.after[0]) if page.after else -1)[: page.fetch]
    return page_of(_outcomes(rows, columns), page, lambda outcome: (str(outcome.index),))


def all_outcomes(principal: Principal, job_id: UUID) -> tuple[tuple[str, ...], Iterator[ItemOutcome]]:
    """The same, all of it, a few hundred at a time as they are asked for, behind the names of the file's columns that come back with
    them. Raises NotFound at once.
    """
    columns = _own_columns(principal, job_id)
    return columns, _every_outcome(job_id, columns)


def _every_outcome(job_id: UUID, columns: Sequence[str]) -> Iterator[ItemOutcome]:
    last = -1
    while rows := list(_after(job_id, last)[:READ_AT_ONCE]):
        yield from _outcomes(rows, columns)
        last = rows[-1].index


def _own_columns(principal: Principal, job_id: UUID) -> tuple[str, ...]:
    asked_job(principal.organization_id, principal.user_id, job_id)
    return columns_of([job_id]).get(job_id, ())


def columns_of(job_ids: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The names of the files' columns that come back with results, in their order, by job; nobody is asked whose they are."""
    rows = Batch.objects.filter(id__in=set(job_ids)).exclude(columns=None).only("id", "columns")
    return {row.id: tuple(json.loads(row.columns or "[]")) for row in rows}


def _after(job_id: UUID, index: int) -> Any:  # a sliced query set of BatchResult
    return BatchResult.objects.filter(batch=job_id, index__gt=index).order_by("index")


def _outcomes(rows: Iterable[BatchResult], columns: Sequence[str]) -> list[ItemOutcome]:
    found = list(rows)
    kept = _kept_results([row.transformation_id for row in found if row.transformation_id])
    return [_outcome(row, columns, kept) for row in found]


def _outcome(row: BatchResult, columns: Sequence[str], kept: Mapping[UUID, Mapping[str, Any]]) -> ItemOutcome:
    sealed = json.loads(row.sealed) if row.sealed else {}
    result = kept.get(row.transformation_id) if row.transformation_id else sealed.get("result")
    problem = sealed.get("problem") if result is None else None
    given_id = str(sealed.get("id", ""))
    if result is None and problem is None:  # its message was deleted, or its time is over
        return ItemOutcome(row.index, given_id, None, problem_of(NotFound(), ""), is_deleted=True)
    given = json.loads(row.given) if row.given else {}
    beside = {"given": given.get("item", {}), "columns": by_name(columns, given.get("cells", {}))}
    problems = sealed.get("problems", {}) if result is None else {}
    return ItemOutcome(row.index, given_id, result, problem, problems=problems, **beside)


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
