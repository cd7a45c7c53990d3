"""Tells live connections how jobs stand: a process looks at all that are watched at once, five times a second.

The table is the truth, so nothing that is told can be lost with Valkey or with a process. What is told stands in the job's log
before it is (`tonebridge/queues/progress_log.py`), so a client that was away is told all that came after. Whoever is slow to
take what it is told gets the newest state and not all of them.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

from tonebridge.queues.contracts import JobView
from tonebridge.queues.progress_log import number_of, tell
from tonebridge.queues.queries.jobs import jobs_now
from tonebridge.resilience import deadline
from tonebridge.resilience.threads import in_thread
from tonebridge.tenancy.identity import acting_for, as_nobody

log = logging.getLogger(__name__)
EVERY_S = 0.2


def event_id(job: JobView) -> str:
    """Names a state of a job: it grows as the job gets on."""
    return str(number_of(job))


class Subscription:
    """One connection's interest in one job. Holds the newest state until it is taken."""

    def __init__(self, job: JobView, last_event_id: str = "") -> None:
        self._job, self._told, self._reached, self._new = job, last_event_id, -1, asyncio.Event()
        self.tell(job)

    def tell(self, job: JobView) -> None:
        """The job stands so now."""
        is_news = number_of(job) > self._reached and event_id(job) != self._told
        if is_news or job.finished_at is not None:
            self._job = job
            self._new.set()

    def took(self, job: JobView) -> None:
        """The connection has had this state by another way: what isn't newer is no news."""
        self._reached = number_of(job)
        if number_of(self._job) <= self._reached:
            self._new.clear()

    async def next(self) -> JobView:
        """The next state that hasn't been taken yet; waits for it."""
        await self._new.wait()
        self._new.clear()
        self._reached = number_of(self._job)
        return self._job


class JobWatch:
    """The subscriptions of one process, for its event loop alone. It looks only while there are any."""

    def __init__(self) -> None:
        self._wanted: defaultdict[UUID, defaultdict[UUID, set[Subscription]]] = defaultdict(lambda: defaultdict(set))
        self._known: dict[UUID, JobView] = {}
        self._looking: asyncio.Task[None] | None = None

    @contextmanager
    def following(self, job: JobView, last_event_id: str = "") -> Iterator[Subscription]:
        """Be told of a job that the caller may see, from the state `job` on."""
        organization_id = job.organization_id or UUID(int=0)
        one = Subscription(job, last_event_id)
        self._wanted[organization_id][job.id].add(one)
        self._look()
        try:
            yield one
        finally:
            self._forget(organization_id, job.id, one)

    def _forget(self, organization_id: UUID, job_id: UUID, one: Subscription) -> None:
        jobs = self._wanted[organization_id]
        jobs[job_id].discard(one)
        if not jobs[job_id]:
            del jobs[job_id]
            self._known.pop(job_id, None)
        if not jobs:
            del self._wanted[organization_id]

    def _look(self) -> None:
        if self._looking is None or self._looking.done():
            with as_nobody(), deadline.lifted():  # the task outlives the call that begins it
                self._looking = asyncio.create_task(self._look_again_and_again())

    async def _look_again_and_again(self) -> None:
        while self._wanted:
            await asyncio.sleep(EVERY_S)
            try:
                wanted = {one: list(jobs) for one, jobs in self._wanted.items()}
                self._pass_on(await in_thread(_standing, wanted, dict(self._known)))
            except Exception as error:  # the database is away: the next look tells what has been missed
                log.warning("watched jobs aren't looked at", extra={"error": type(error).__name__})

    def _pass_on(self, jobs: Mapping[UUID, JobView]) -> None:
        for wanted in list(self._wanted.values()):
            for job_id in set(wanted) & set(jobs):
                self._tell_all(wanted[job_id], jobs[job_id])

    def _tell_all(self, subscriptions: set[Subscription], job: JobView) -> None:
        if _is_old(job, self._known):
            return
        self._known[job.id] = job
        for each in subscriptions:
            each.tell(job)


def _is_old(job: JobView, known: Mapping[UUID, JobView]) -> bool:
    before = known.get(job.id)
    return before is not None and (before.status, before.progress) == (job.status, job.progress)


def _standing(wanted: Mapping[UUID, list[UUID]], known: Mapping[UUID, JobView]) -> dict[UUID, JobView]:
    """How the jobs stand: two queries an organization, in its own name. News are logged: they are about to be told."""
    found: dict[UUID, JobView] = {}
    for organization_id, job_ids in wanted.items():
        with acting_for(organization_id):
            found |= jobs_now(job_ids)
    if news := [job for job in found.values() if not _is_old(job, known)]:
        tell(news)
    return found


job_watch = JobWatch()
