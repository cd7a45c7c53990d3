"""One attempt of a job, from the claim to its end."""

import logging
from collections.abc import Callable
from uuid import UUID

from django.db import DatabaseError, transaction

from tonebridge.queues.acting import acting_for_job
from tonebridge.queues.actions.claim_job import claim_job
from tonebridge.queues.actions.claim_next_part import claim_next_part
from tonebridge.queues.actions.fail_job import fail_job
from tonebridge.queues.actions.finish_job import LeaseLost, finish_job
from tonebridge.queues.actions.finish_part import finish_part
from tonebridge.queues.actions.requeue_job import requeue_job
from tonebridge.queues.contracts import JobStatus, JobView, Priority
from tonebridge.queues.lease import lease_kept
from tonebridge.resilience import clock
from tonebridge.telemetry import metrics, tracing
from tonebridge.telemetry.logs import described
from tonebridge.tenancy.system import as_system

logger = logging.getLogger(__name__)
Work = Callable[..., None]
PartWork = Callable[[JobView], bool]
"""Does items of a part; False where it has stopped in between, so that others have a turn."""


def run_job(work: Work, *, job_id: UUID, claimant: str, dead_claimant: str, atomic: bool) -> None:
    """Claim the job, do `work(**payload_ids)`, finish or fail it. Nothing is raised: the Job table holds the outcome.

    With `atomic`, the work and the end of the job are one transaction, so its effects happen exactly once. A database
    that is away leaves the job as it is, for the reaper.
    """
    try:
        with as_system("claim a job"):
            job = claim_job(job_id=job_id, claimant=claimant, dead_claimant=dead_claimant)
        if job is not None:
            with acting_for_job(job):
                _attempt(lambda: _do(work, job, atomic), job)
    except DatabaseError as error:
        logger.warning("job.unsettled", extra={"job_id": job_id, "error": type(error).__name__})


def run_turn(work: PartWork, *, kind: str, priority: Priority, claimant: str, dead_claimant: str) -> None:
    """Claim the part whose turn it is, do `work(job)`, finish it or put it back. Nothing is raised, as above.

    `work` counts each item in the transaction of its effects (`actions/note_item.py`), so that each counts once.
    """
    try:
        with as_system("claim a turn"):
            job = claim_next_part(kind=kind, priority=priority, claimant=claimant, dead_claimant=dead_claimant)
        if job is not None:
            with acting_for_job(job):
                _attempt(lambda: _do_part(work, job), job)
    except DatabaseError as error:
        logger.warning("job.unsettled", extra={"kind": kind, "error": type(error).__name__})


def _do_part(work: PartWork, job: JobView) -> None:
    if work(job):
        finish_part(job=job)
    else:
        requeue_job(job=job)


def _attempt(do: Callable[[], None], job: JobView) -> None:
    began = clock.tick()
    with tracing.span(f"job {job.kind}", attempt=job.attempt), lease_kept(job):
        outcome = _outcome(do, job)
    metrics.JOB_SECONDS.labels(kind=job.kind, outcome=outcome).observe(clock.elapsed_ms(began) / 1000)


def _outcome(do: Callable[[], None], job: JobView) -> str:
    try:
        do()
    except LeaseLost:
        logger.warning("job.lease_lost", extra={"job_id": job.id, "kind": job.kind})
        return "lost"
    except Exception as error:
        return _failed(job, error)
    return JobStatus.SUCCEEDED


def _do(work: Work, job: JobView, atomic: bool) -> None:
    if not atomic:
        work(**job.payload_ids)
        finish_job(job=job)
        return
    with transaction.atomic():
        work(**job.payload_ids)
        finish_job(job=job)


def _failed(job: JobView, error: Exception) -> str:
    status = fail_job(job=job, error=error)
    logger.warning(
        "job.failed",
        extra={"job_id": job.id, "kind": job.kind, "attempt": job.attempt, "status": status, "why": described(error)},
    )
    return {None: "lost", JobStatus.QUEUED: "retried"}.get(status, str(status))
