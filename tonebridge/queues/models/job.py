"""`jobs`: queued work, as it truly stands."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tonebridge.ids import uuid7
from tonebridge.queues.contracts import JobProgress, JobStatus, JobView, Priority

UNFINISHED = (JobStatus.QUEUED.value, JobStatus.RUNNING.value)


class JobQuerySet(models.QuerySet["Job"]):
    """The questions the verbs ask."""

    def held(self, job: JobView) -> Self:
        """This very run: still running, and not started anew by anyone since."""
        return self.filter(pk=job.id, status=JobStatus.RUNNING, attempt=job.attempt)

    def claimable(self, *, dead_claimant: str, at: datetime) -> Self:
        """Waiting, or running for someone who is lost or known to be dead."""
        left = Q(status=JobStatus.RUNNING) & (Q(lease_until__lt=at) | Q(claimed_by=dead_claimant))
        return self.filter(Q(status=JobStatus.QUEUED) | left)

    def lost(self, *, at: datetime) -> Self:
        """Running according to the table, but the lease has run out."""
        return self.filter(finished_at=None, status=JobStatus.RUNNING, lease_until__lt=at)

    def unheard(self, *, at: datetime) -> Self:
        """Waiting for longer than a bell takes."""
        return self.filter(finished_at=None, status=JobStatus.QUEUED, lease_until__lte=at)


class Job(models.Model):
    """One piece of work. `lease_until`: while queued, when to ring again; while running, when the worker counts as lost."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=64)
    payload_ids = models.JSONField(default=dict)
    status = models.CharField(max_length=16, default=JobStatus.QUEUED.value)
    priority = models.CharField(max_length=16, default=Priority.DEFAULT.value)
    attempt = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField(max_length=64, default="")
    lease_until = models.DateTimeField()
    progress_done = models.PositiveIntegerField(default=0)
    progress_failed = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=1)
    error_code = models.CharField(max_length=64, default="")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        db_table = "jobs"
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [
            models.Index(fields=["lease_until"], name="jobs_unfinished", condition=Q(finished_at=None)),
            models.Index(fields=["organization_id", "-created_at"], name="jobs_of_organization"),
            models.Index(fields=["finished_at"], name="jobs_finished", condition=Q(finished_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(name="jobs_status", condition=Q(status__in=[status.value for status in JobStatus])),
            models.CheckConstraint(
                name="jobs_priority", condition=Q(priority__in=[priority.value for priority in Priority])
            ),
            models.CheckConstraint(
                name="jobs_over_or_not",
                condition=Q(status__in=UNFINISHED, finished_at=None) | ~Q(status__in=UNFINISHED) & ~Q(finished_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    def view(self) -> JobView:
        """The job as a contract."""
        return JobView(
            id=self.id,
            organization_id=self.organization_id,
            kind=self.kind,
            payload_ids=self.payload_ids,
            status=JobStatus(self.status),
            priority=Priority(self.priority),
            attempt=self.attempt,
            progress=JobProgress(self.progress_done, self.progress_failed, self.progress_total),
            error_code=self.error_code,
            created_at=self.created_at,
            started_at=self.started_at,
            finished_at=self.finished_at,
        )
