"""Reading and cancelling: one's own jobs only."""

import pytest

from tests.queues.conftest import ALICES, BOBS_RIVALS, MakeJob
from tonebridge.errors import Conflict, NotFound
from tonebridge.queues.actions.cancel_job import cancel_job
from tonebridge.queues.contracts import JobStatus
from tonebridge.queues.queries.jobs import job_of
from tonebridge.queues.run_job import run_job
from tonebridge.resilience import clock


def test_alice_reads_her_job(make_job: MakeJob) -> None:
    job = job_of(ALICES, make_job(progress_total=9).id)
    assert (job.status, job.progress.total) == (JobStatus.QUEUED, 9)


def test_charlie_finds_no_job_of_alices(make_job: MakeJob) -> None:
    job = make_job()
    with pytest.raises(NotFound):
        job_of(BOBS_RIVALS, job.id)
    with pytest.raises(NotFound):
        cancel_job(organization_id=BOBS_RIVALS, job_id=job.id)


def test_a_cancelled_job_is_not_started(make_job: MakeJob) -> None:
    job = make_job()
    assert cancel_job(organization_id=ALICES, job_id=job.id).status == JobStatus.CANCELLED
    assert cancel_job(organization_id=ALICES, job_id=job.id).status == JobStatus.CANCELLED
    run_job(lambda: pytest.fail("started"), job_id=job.id, claimant="message#0", dead_claimant="", atomic=True)


def test_a_job_that_is_over_cannot_be_cancelled(make_job: MakeJob) -> None:
    job = make_job(status=JobStatus.SUCCEEDED, finished_at=clock.now())
    with pytest.raises(Conflict):
        cancel_job(organization_id=ALICES, job_id=job.id)
