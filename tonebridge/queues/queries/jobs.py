"""Jobs, as their organization may see them, and as the person does who asked for them."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from django.db.models import Sum

from tonebridge.errors import NotFound
from tonebridge.queues.contracts import JobProgress, JobView
from tonebridge.queues.models import Job
from tonebridge.queues.models.job import FAILED
from tonebridge.rest.pagination import Page, PageRequest, page_of


def job_of(organization_id: UUID, job_id: UUID) -> JobView:
    """The organization's job. Raises NotFound, for another organization's too."""
    job = Job.objects.filter(organization_id=organization_id, pk=job_id).first()
    if job is None:
        raise NotFound
    return job.view()


def asked_job(organization_id: UUID, user_id: UUID, job_id: UUID) -> JobView:
    """A job that the person asked for, with the progress of its parts. Two queries. Raises NotFound."""
    job = Job.objects.asked_by(organization_id, user_id).filter(pk=job_id).first()
    if job is None:
        raise NotFound
    return next(iter(_with_progress([job])))


def asked_jobs(organization_id: UUID, user_id: UUID, page: PageRequest) -> Page[JobView]:
    """The jobs that the person asked for, the newest first. Ids tell the time, so they are the order."""
    jobs = Job.objects.asked_by(organization_id, user_id).order_by("-id")
    jobs = jobs.filter(id__lt=UUID(page.after[0])) if page.after else jobs
    return page_of(_with_progress(jobs[: page.fetch]), page, lambda job: (str(job.id),))


def jobs_now(job_ids: Collection[UUID]) -> dict[UUID, JobView]:
    """How these jobs stand, for those who were let in to watch them. Two queries, however many."""
    return {job.id: job for job in _with_progress(Job.objects.filter(pk__in=job_ids))}


def _with_progress(jobs: Iterable[Job]) -> list[JobView]:
    """A job that is under way is as far as its parts are together."""
    found = [job.view() for job in jobs]
    under_way = [job.id for job in found if job.finished_at is None]
    parts = Job.objects.filter(parent__in=under_way) if under_way else Job.objects.none()
    rows = parts.values_list("parent").annotate(done=Sum("progress_done"), failed=Sum(FAILED))
    sums = {parent: (done, failed) for parent, done, failed in rows}
    return [_as_far_as(job, sums.get(job.id)) for job in found]


def _as_far_as(job: JobView, sums: tuple[int, int] | None) -> JobView:
    if sums is None:
        return job
    return replace(job, progress=JobProgress(*sums, job.progress.total))
