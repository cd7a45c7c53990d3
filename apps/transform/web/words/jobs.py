"""Jobs and their items in the words of pages."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.transform.batch_files.writing import problem_in_words
from apps.transform.contracts import BatchSource, BatchView, ItemOutcome
from tonebridge.pages.language import page_language
from tonebridge.queues.contracts import JobStatus

STATUSES: dict[JobStatus, Promise] = {
    JobStatus.QUEUED: _("waiting"),
    JobStatus.RUNNING: _("in progress"),
    JobStatus.SUCCEEDED: _("done"),
    JobStatus.FAILED: _("failed"),
    JobStatus.DEAD: _("stopped by an error"),
    JobStatus.CANCELLED: _("cancelled"),
}
ORIGINS: dict[BatchSource, Promise] = {
    BatchSource.LATER: _("One message"),
    BatchSource.LIST: _("A list of messages"),
    BatchSource.FILE: _("A file"),
}


@dataclass(frozen=True)
class ShownJob:
    """A job as a page shows it."""

    id: UUID
    name: str | Promise
    status: str
    status_name: Promise
    done: int
    failed: int
    total: int
    created_at: datetime
    is_over: bool

    @property
    def seen(self) -> int:
        """Items that are over."""
        return self.done + self.failed


@dataclass(frozen=True)
class ShownItem:
    """An item as a page shows it. `number` counts from 1; `original` of one with a problem is there for a day."""

    number: int
    given_id: str
    original: str
    transformed: str
    language: str
    to_check: bool
    to_look_at: bool
    is_unsure: bool
    problem: str
    message_id: str
    is_deleted: bool


def shown_job(batch: BatchView) -> ShownJob:
    """The job for a page."""
    job = batch.job
    return ShownJob(
        id=job.id,
        name=batch.name or ORIGINS[batch.source],
        status=job.status.value,
        status_name=STATUSES[job.status],
        done=job.progress.done,
        failed=job.progress.failed,
        total=job.progress.total,
        created_at=job.created_at,
        is_over=job.finished_at is not None,
    )


def shown_item(outcome: ItemOutcome) -> ShownItem:
    """The item for a page, in the page's language."""
    outcome = outcome.read_in(page_language())
    result = outcome.result or {}
    facts = result.get("facts", {})
    return ShownItem(
        number=outcome.number,
        given_id=outcome.given_id,
        original=str(result.get("original_text", outcome.given.get("text", ""))),
        transformed=result.get("transformed_text", ""),
        language=result.get("language", ""),
        to_check=facts.get("status") == "review",
        to_look_at=facts.get("status") == "look",
        is_unsure=bool(result.get("unsure")),
        problem=problem_in_words(outcome.problem) if outcome.problem else "",
        message_id=str(result.get("id", "")),
        is_deleted=outcome.is_deleted,
    )
