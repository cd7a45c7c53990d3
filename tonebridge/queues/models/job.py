"""`jobs`: queued work, as it truly stands."""

from datetime import datetime
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Sum, When
from django.utils.translation import gettext_lazy as _

from tonebridge.ids import uuid7
from tonebridge.queues.contracts import JobProgress, JobStatus, JobView, Priority

UNFINISHED = (JobStatus.QUEUED.value, JobStatus.RUNNING.value)
GIVEN_UP = (JobStatus.FAILED.value, JobStatus.DEAD.value)


FAILED = Case(
    When(status__in=GIVEN_UP, then=F("progress_total") - F("progress_done")),
    default=F("progress_failed"),
    output_field=models.IntegerField(),
)
"""Items of a part that have failed."""


def most_attempts() -> int:
    """How often a new job may be tried."""
    return int(settings.JOB_MAX_ATTEMPTS)


class JobQuerySet(models.QuerySet["Job"]):
    """The questions the verbs ask."""

    def held(self, job: JobView) -> Self:
        """This very run: still running, and not started anew by anyone since."""
        return self.filter(pk=job.id, status=JobStatus.RUNNING, attempt=job.attempt)

    def claimable(self, *, dead_claimant: str, at: datetime) -> Self:
        """Waiting, or running for someone who is lost or known to be dead."""
        left = Q(status=JobStatus.RUNNING) & (Q(lease_until__lt=at) | Q(claimed_by=dead_claimant))
        return self.workable().filter(Q(status=JobStatus.QUEUED) | left)

    def workable(self) -> Self:
        """Those that a worker does: a job that consists of parts only sums them up."""
        return self.filter(parts=0)

    def lost(self, *, at: datetime) -> Self:
        """Running according to the table, but the lease has run out."""
        return self.workable().filter(finished_at=None, status=JobStatus.RUNNING, lease_until__lt=at)

    def unclaimed(self, *, at: datetime) -> Self:
        """Waiting for longer than a message takes."""
        return self.workable().filter(finished_at=None, status=JobStatus.QUEUED, lease_until__lte=at)

    def items_over(self) -> tuple[int, int]:
        """Items of these parts that went well, and those that didn't: all that a part which was given up has left."""
        sums = self.aggregate(done=Sum("progress_done", default=0), failed=Sum(FAILED, default=0))
        return sums["done"], sums["failed"]

    def asked_by(self, organization_id: UUID, user_id: UUID) -> Self:
        """What a person asked for: the jobs that consist of parts, and never the parts themselves."""
        return self.filter(organization_id=organization_id, user_id=user_id, parts__gt=0)


class Job(models.Model):
    """One piece of work. `lease_until`: while queued, when to send it again; while running, when the worker counts as lost.

    A job with `parts` is never worked on itself: its parts are, each a job of its own that names it as `parent`.
    `attempts_most`: the attempt after which it is given up; progress moves it on. `due_at`: a part is not begun before.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization_id = models.UUIDField(null=True)
    user_id = models.UUIDField(null=True)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children", db_index=False)
    parts = models.PositiveIntegerField(default=0, db_default=0)
    kind = models.CharField(max_length=64)
    payload_ids = models.JSONField(default=dict)
    status = models.CharField(max_length=16, default=JobStatus.QUEUED.value)
    priority = models.CharField(max_length=16, default=Priority.DEFAULT.value)
    attempt = models.PositiveIntegerField(default=0)
    attempts_most = models.PositiveIntegerField(default=most_attempts, db_default=4)
    claimed_by = models.CharField(max_length=64, default="")
    lease_until = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
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
            models.Index(fields=["parent"], name="jobs_parts", condition=Q(parent__isnull=False)),
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
            user_id=self.user_id,
            parent_id=self.parent_id,
            kind=self.kind,
            payload_ids=self.payload_ids,
            status=JobStatus(self.status),
            priority=Priority(self.priority),
            attempt=self.attempt,
            attempts_most=self.attempts_most,
            progress=JobProgress(self.progress_done, self.progress_failed, self.progress_total),
            error_code=self.error_code,
            created_at=self.created_at,
            started_at=self.started_at,
            finished_at=self.finished_at,
        )
