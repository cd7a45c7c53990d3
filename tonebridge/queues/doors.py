"""The Celery doors: what makes a function a task.

    @job_task
    def digest_transformation(transformation_id: str) -> None:
        digest(transformation_id=UUID(transformation_id))

    @periodic_task
    def make_partitions() -> None:
        ensure_months(clock.now())

They stand in each app's `tasks.py`. Both carry the request's id and trace on from the process that rang.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, overload
from uuid import UUID

from celery import shared_task
from django.conf import settings

from tonebridge.queues.contracts import Priority
from tonebridge.queues.run_job import PartWork, Work, run_job, run_turn
from tonebridge.queues.run_periodic import run_periodic
from tonebridge.telemetry import tracing
from tonebridge.telemetry.context import request

Task = Any  # Celery ships no types


@overload
def job_task(work: Work, *, atomic: bool = True) -> Task: ...
@overload
def job_task(work: None = None, *, atomic: bool = True) -> Callable[[Work], Task]: ...
def job_task(work: Work | None = None, *, atomic: bool = True) -> Task:
    """A task that does jobs: it takes a job's id and calls `work` with the job's payload ids as keyword arguments.

    `work` may run more than once, but with `atomic` (the default) what it writes to the database counts once. Use
    `atomic=False` for work that waits for others (a model, a webhook) and must not hold a transaction meanwhile.
    Retries, dead letters and the lease are the Job table's business; the function just raises.
    """
    if work is None:
        return lambda later: job_task(later, atomic=atomic)

    def door(task: Task, job_id: str) -> None:
        sent = task.request
        claimant, dead = f"{sent.id}#{sent.retries}", f"{sent.id}#{sent.retries - 1}"
        with _carried_on(task):
            run_job(work, job_id=UUID(job_id), claimant=claimant, dead_claimant=dead, atomic=atomic)

    return _registered(work, door, **_options(work))


def part_task(work: PartWork) -> Task:
    """A task that does parts of jobs (`actions/enqueue_parts.py`): whichever part has sent, organizations take turns.

    `work` takes the part's job, counts each item in the transaction of its effects (`note_item`) and stops after a few
    seconds; it answers whether the part is done.
    """

    def door(task: Task, _job_id: str) -> None:
        sent = task.request
        claimant, dead = f"{sent.id}#{sent.retries}", f"{sent.id}#{sent.retries - 1}"
        with _carried_on(task):
            run_turn(work, kind=_kind_of(task.name), priority=_queue_of(task), claimant=claimant, dead_claimant=dead)

    return _registered(work, door, **_options(work))


def _options(work: Callable[..., object]) -> dict[str, object]:
    """What Celery does about children that are lost, and about attempts that take too long (`settings.JOB_TIME_LIMITS`)."""
    options: dict[str, object] = {
        "default_retry_delay": settings.JOB_CHILD_LOST_S,
        "max_retries": settings.JOB_MAX_ATTEMPTS - 1,
    }
    path = _path_of(work)
    limits = [settings.JOB_TIME_LIMITS.get(kind) for kind, task in settings.JOB_TASKS.items() if task == path]
    if limits and limits[0]:
        options["soft_time_limit"], options["time_limit"] = limits[0]
    return options


def _kind_of(task: str) -> str:
    return next(kind for kind, path in settings.JOB_TASKS.items() if path == task)


def _path_of(work: Callable[..., object]) -> str:
    return f"{work.__module__}.{work.__name__}"


def _queue_of(task: Task) -> Priority:
    """The queue that the message came through; the default one where a test calls it without a broker."""
    came_by = (task.request.delivery_info or {}).get("routing_key")
    return Priority(came_by) if came_by in set(Priority) else Priority.DEFAULT


def periodic_task(work: Callable[[], object]) -> Task:
    """A task that beat starts (`settings.CELERY_BEAT_SCHEDULE`), for all tenants. One that raises leaves a dead letter."""

    def door(task: Task) -> None:
        with _carried_on(task):
            run_periodic(work, task=task.name)

    return _registered(work, door)


def _registered(work: Callable[..., object], door: Callable[..., None], **options: object) -> Task:
    door.__doc__ = work.__doc__
    return shared_task(door, bind=True, name=_path_of(work), **options)


@contextmanager
def _carried_on(task: Task) -> Iterator[None]:
    headers: dict[str, str] = task.request.headers or {}
    with request(headers.get("request_id", "")), tracing.span(task.name, parent=headers):
        yield
