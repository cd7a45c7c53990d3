"""What was asked of work that was given up: enough to ask for it again when nothing else knows of it any more.

It is sealed in its letter. A job is what its row said: ids and times, and never the words that they lead to, which stay where
they are kept and go when they have to. A task that was no job may have been sent with anything.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tonebridge.queues.contracts import JobStatus, Priority
from tonebridge.queues.models import Job
from tonebridge.queues.models.job import most_attempts
from tonebridge.resilience import clock

Asked = Mapping[str, Any]  # JSON


@dataclass(frozen=True)
class Envelope:
    """The task with its arguments as they came, and its job."""

    task: str
    args: Sequence[Any]  # JSON, as the task took it
    kwargs: Mapping[str, Any]  # JSON, as the task took it
    job: Asked | None = None

    def written(self) -> str:
        """As JSON."""
        said = {"task": self.task, "args": list(self.args), "kwargs": dict(self.kwargs), "job": self.job}
        return json.dumps(said, default=str, ensure_ascii=False)


def read(written: str) -> Envelope:
    """What `Envelope.written` has written."""
    return Envelope(**json.loads(written))


def asked_of(job: Job) -> Asked:
    """What the row says of what is to be done, and for whom."""
    return {
        "id": str(job.id),
        "kind": job.kind,
        "payload_ids": job.payload_ids,
        "organization_id": _id(job.organization_id),
        "user_id": _id(job.user_id),
        "parent_id": _id(job.parent_id),
        "priority": job.priority,
        "total": job.progress_total,
    }


def job_anew(asked: Asked) -> Job:
    """The row again, with all its attempts, for a job whose row has gone; with the job that it is a part of."""
    row = _row(asked, id=UUID(asked["id"]), total=asked["total"])
    if asked["parent_id"]:
        row.parent_id = _whole(asked).id
    row.save(force_insert=True)
    return row


def _whole(asked: Asked) -> Job:
    """Where it has gone too, one of this part alone."""
    id = UUID(asked["parent_id"])  # noqa: A001 - the column's name
    found = Job.objects.filter(pk=id).first()
    if found is None:
        found = _row(asked, id=id, total=asked["total"])
        found.payload_ids, found.parts = {}, 1
        found.save(force_insert=True)
    return found


def _row(asked: Asked, *, id: UUID, total: int) -> Job:  # noqa: A002 - the column's name
    now = clock.now()
    return Job(
        id=id,
        organization_id=_uuid(asked["organization_id"]),
        user_id=_uuid(asked["user_id"]),
        kind=asked["kind"],
        payload_ids=asked["payload_ids"],
        status=JobStatus.QUEUED,
        priority=Priority(asked["priority"]),
        attempts_most=most_attempts(),
        progress_total=total,
        lease_until=now,
        created_at=now,
    )


def _id(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _uuid(value: str | None) -> UUID | None:
    return None if value is None else UUID(value)
