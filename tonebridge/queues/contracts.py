"""The words of queued work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

Ids = Mapping[str, str | int | Sequence[str]]
"""What a job is about, as keyword arguments of its task: ids and times, never a text."""


class JobStatus(StrEnum):
    """Where a job stands. `failed`: it can't succeed. `dead`: it was given up after its last attempt."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    DEAD = "dead"
    CANCELLED = "cancelled"


class Priority(StrEnum):
    """How soon: someone waits for it, it should be done shortly, or it may take its time. Also the queue's name."""

    CRITICAL = "critical"
    DEFAULT = "default"
    BULK = "bulk"


@dataclass(frozen=True)
class JobProgress:
    """Items of a job. `done` counts those that went well."""

    done: int
    failed: int
    total: int

    @property
    def seen(self) -> int:
        """Items that are over, well or not. It only grows, so it numbers what is told of a job."""
        return self.done + self.failed


@dataclass(frozen=True)
class PartWanted:
    """A part of a job: its own payload, and how many of the items it has."""

    payload_ids: Ids
    total: int


@dataclass(frozen=True)
class JobView:
    """A job as it stood when it was read. `attempt` counts the starts and fences a run (`actions/finish_job.py`).

    `parent_id`: the job that this one is a part of.
    """

    id: UUID
    organization_id: UUID | None
    user_id: UUID | None
    parent_id: UUID | None
    kind: str
    payload_ids: Ids
    status: JobStatus
    priority: Priority
    attempt: int
    attempts_most: int
    progress: JobProgress
    error_code: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True)
class DeadLetterView:
    """Work that was given up, and how to start it again. Arguments are ids; `error` never quotes a user's text.

    `organization_id`: of its job, if it was one's. `job`: what was asked, where the letter was opened.
    """

    id: UUID
    organization_id: UUID | None
    task_id: str
    task: str
    args: Sequence[Any]  # JSON, as the task took it
    kwargs: Mapping[str, Any]  # JSON, as the task took it
    error_class: str
    error: str
    attempts: int
    created_at: datetime
    replayed_at: datetime | None
    job: Mapping[str, Any] | None = None  # JSON


@dataclass(frozen=True)
class ReapReport:
    """What one round of the reaper did: jobs sent again, jobs given up."""

    sent: int
    buried: int
