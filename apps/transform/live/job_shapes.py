"""How jobs and their items look from outside: over HTTP, WebSocket and server-sent events alike."""

from typing import Any

from rest_framework import serializers

from apps.transform.contracts import BatchView
from tonebridge.queues.contracts import JobStatus, JobView, Priority


class ProgressOut(serializers.Serializer[Any]):
    """Item counts: succeeded (`done`), failed, and total."""

    done = serializers.IntegerField()
    failed = serializers.IntegerField()
    total = serializers.IntegerField()


class JobOut(serializers.Serializer[Any]):
    """A job. `origin` is `later` (one message), `list` or `file`; `name` is the file name."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=[status.value for status in JobStatus])
    priority = serializers.ChoiceField(choices=[priority.value for priority in Priority])
    progress = ProgressOut()
    origin = serializers.CharField()
    name = serializers.CharField()
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)


class OutcomeOut(serializers.Serializer[Any]):
    """One item, by its position in the job: `result` as returned by POST /transform, or `problem`.

    The status `deleted` means that the item was transformed, but its message has since been deleted, by its owner or
    because its retention time has passed.
    """

    index = serializers.IntegerField(help_text="Zero-based position in the job.")
    number = serializers.IntegerField(help_text="One-based position in the job, as shown on pages and in CSV files.")
    status = serializers.ChoiceField(choices=["done", "failed", "deleted"])
    id = serializers.CharField(required=False, help_text="Your own ID for the item, if it had one.")
    columns = serializers.DictField(
        required=False, help_text="For a row of a file: its non-empty columns, except the message and the ID."
    )
    given = serializers.DictField(required=False, help_text="The body that couldn't be transformed. Kept for one day.")
    result = serializers.DictField(required=False)
    problem = serializers.DictField(required=False)


class OutcomesPage(serializers.Serializer[Any]):
    """One page of a job's items."""

    items = OutcomeOut(many=True)
    next_cursor = serializers.CharField(allow_null=True)


def shown_job(batch: BatchView) -> dict[str, Any]:
    """The job as JSON values."""
    return {**progress_of(batch.job), "origin": batch.source.value, "name": batch.name}


def progress_of(job: JobView) -> dict[str, Any]:
    """What changes about a job while it runs, and what names it."""
    progress = {"done": job.progress.done, "failed": job.progress.failed, "total": job.progress.total}
    return {
        "id": str(job.id),
        "status": job.status.value,
        "priority": job.priority.value,
        "progress": progress,
        **{name: _time(getattr(job, name)) for name in ("created_at", "started_at", "finished_at")},
    }


def _time(value: Any) -> str | None:
    return None if value is None else str(value.isoformat()).replace("+00:00", "Z")
