"""How jobs got on, told to their topics: by whoever gets one on, and by whoever sees that it has."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from tonebridge.queues.contracts import JobProgress, JobStatus, JobView
from tonebridge.queues.queries.jobs import jobs_now
from tonebridge.queues.topics.log import Entry, Figures, after, append, newest, until_my_turn_s
from tonebridge.queues.topics.topic import Topic
from tonebridge.resilience import clock
from tonebridge.resilience.threads import afterwards

EVERY_S = 0.2
"""A job's progress is told so often at most, however many workers it has. Its beginning and its end are told at once."""
STAGES = {JobStatus.QUEUED: 0, JobStatus.RUNNING: 1}
OVER = 2
ROUND = 10**9
"""More than any job has states."""
_quiet_until: dict[UUID, float] = {}
MOST_KNOWN = 1_000
NUMBER = re.compile(r"\d{1,18}", re.ASCII)
"""Of a state. A larger one is no number of a stream's either, and whoever makes one up is not to look like a server's failure."""


@dataclass(frozen=True)
class Missed:
    """What a follower missed, the oldest first. `is_gap`: more than that, which nobody can tell any more."""

    states: tuple[JobView, ...]
    is_gap: bool


def number_of(job: JobView) -> int:
    """Numbers a state of a job that consists of parts: it grows as the job gets on, and when it is opened again."""
    return job.attempt * ROUND + job.progress.seen * 3 + STAGES.get(job.status, OVER)


def tell(jobs: Iterable[JobView]) -> None:
    """They stand so now."""
    append([(topic_of(job), Entry(number_of(job), _figures(job))) for job in jobs])


def tell_after_commit(job: JobView) -> None:
    """The same, once this transaction commits and its request is answered."""
    transaction.on_commit(partial(afterwards, partial(tell, [job])), robust=True)


def tell_progress_after_commit(part: JobView) -> None:
    """The job that the part belongs to has got on."""
    if part.parent_id is not None:
        transaction.on_commit(partial(_tell_progress, part, part.parent_id), robust=True)


def _tell_progress(part: JobView, whole_id: UUID) -> None:
    """Unless it was told within `EVERY_S`: followers look by themselves after that. So nobody may be quiet for longer."""
    asked_at = clock.tick()
    if asked_at < _quiet_until.get(whole_id, 0.0):
        return
    if len(_quiet_until) >= MOST_KNOWN:
        _quiet_until.clear()
    left_s = until_my_turn_s(topic_of(replace(part, id=whole_id)), every_s=EVERY_S)
    _quiet_until[whole_id] = asked_at + (left_s or EVERY_S)
    if not left_s:
        tell(jobs_now([whole_id]).values())


def missed_since(job: JobView, last_event_id: str) -> Missed:
    """What was told of the job after `last_event_id`, for someone who may follow it; `job` is how it stands."""
    if not last_event_id:
        return Missed((), is_gap=False)
    last = int(last_event_id) if NUMBER.fullmatch(last_event_id) else -1
    kept = after(topic_of(job), last) if last >= 0 else None
    if kept is None:
        return Missed((), is_gap=last != number_of(job))
    newest = max([number_of(job), *(each.number for each in kept)])
    states = [_state(job, each.figures) for each in kept]
    return Missed(tuple(each for each in states if _goes_on(each) or number_of(each) == newest), is_gap=False)


async def newest_of(jobs: Collection[JobView]) -> dict[UUID, JobView] | None:
    """How these jobs stood last, as far as their logs say; None where nobody can read them. For event loops."""
    topics = {topic_of(job): job for job in jobs}
    found = await newest(list(topics))
    if found is None:
        return None
    return {topics[topic].id: _state(topics[topic], entry.figures) for topic, entry in found.items()}


def _goes_on(job: JobView) -> bool:
    """An end that was none, since the job was opened again, would end the following."""
    return job.finished_at is None


def topic_of(job: JobView) -> Topic:
    """A job's own."""
    return Topic(job.organization_id or UUID(int=0), f"job:{job.id}")


def _figures(job: JobView) -> Figures:
    return {
        "status": job.status.value,
        "round": job.attempt,
        "progress": [job.progress.done, job.progress.failed, job.progress.total],
        "times": [_time(job.started_at), _time(job.finished_at)],
    }


def _state(job: JobView, said: Figures) -> JobView:
    started, finished = map(_moment, said["times"])
    status, progress = JobStatus(said["status"]), JobProgress(*said["progress"])
    return replace(
        job, status=status, progress=progress, attempt=said["round"], started_at=started, finished_at=finished
    )


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(said: str | None) -> datetime | None:
    return None if said is None else datetime.fromisoformat(said)
