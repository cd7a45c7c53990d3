"""Tells live connections how jobs stand: one task of a process hears that they got on (`tonebridge/queues/topics/`), reads the news in
their logs, and tells all who follow them.

Each state is in the job's log before it is told (`tonebridge/queues/progress_log.py`), so a client that was away is told all that came
after. The table is the truth: it is looked into when somebody begins to follow, once a job that got on is quiet, and every few seconds,
so nothing can be lost with a push, with Valkey or with a process; and five times a second while no push is heard. Whoever is slow to
take what it is told gets the newest state and not all of them.
"""

import asyncio
import logging
import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from uuid import UUID

from apps.transform.live.look_times import EVERY_S, QUIET_S, LookTimes
from tonebridge.queues.contracts import JobView
from tonebridge.queues.progress_log import newest_of, number_of, tell, topic_of
from tonebridge.queues.queries.jobs import jobs_now
from tonebridge.queues.topics.listener import Listener
from tonebridge.queues.topics.topic import Topic
from tonebridge.resilience import clock, deadline
from tonebridge.resilience.threads import in_thread
from tonebridge.tenancy.identity import acting_for, as_nobody

log = logging.getLogger(__name__)
APART_S = 0.2
"""Between two states that one connection is told; the last one is told at once."""


def event_id(job: JobView) -> str:
    """Names a state of a job: it grows as the job gets on."""
    return str(number_of(job))


class Subscription:
    """One connection's interest in one job. Holds the newest state until it is taken."""

    def __init__(self, job: JobView, last_event_id: str = "") -> None:
        self._job, self._told, self._reached, self._new = job, last_event_id, -1, asyncio.Event()
        self._free_at = -math.inf
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
        """The newest state that hasn't been taken yet; waits for it."""
        await self._new.wait()
        while self._job.finished_at is None and (left_s := self._free_at - clock.tick()) > 0:
            self._new.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(left_s):
                    await self._new.wait()
        self._new.clear()
        self._reached, self._free_at = number_of(self._job), clock.tick() + APART_S
        return self._job


class JobWatch:
    """The subscriptions of one process, for its event loop alone. It listens and looks only while there are any."""

    def __init__(self) -> None:
        self._wanted: defaultdict[UUID, defaultdict[UUID, set[Subscription]]] = defaultdict(lambda: defaultdict(set))
        self._known: dict[UUID, JobView] = {}
        self._topics: dict[Topic, UUID] = {}
        self._times = LookTimes()
        self._listener: Listener | None = None
        self._looking: asyncio.Task[None] | None = None

    @contextmanager
    def following(self, job: JobView, last_event_id: str = "") -> Iterator[Subscription]:
        """Be told of a job that the caller may see, from the state `job` on."""
        organization_id = job.organization_id or UUID(int=0)
        one = Subscription(job, last_event_id)
        self._wanted[organization_id][job.id].add(one)
        one.tell(self._known.setdefault(job.id, job))  # others may have been told more meanwhile, and are told it once
        self._topics[topic_of(job)] = job.id
        self._look()
        try:
            yield one
        finally:
            self._forget(organization_id, job, one)

    def _forget(self, organization_id: UUID, job: JobView, one: Subscription) -> None:
        jobs = self._wanted[organization_id]
        jobs[job.id].discard(one)
        if not jobs[job.id]:
            del jobs[job.id], self._topics[topic_of(job)]
            self._known.pop(job.id, None)
            self._times.forget(job.id)
        if not jobs:
            del self._wanted[organization_id]
        if not self._wanted and self._listener is not None:
            self._listener.call()

    def _look(self) -> None:
        if self._looking is None or self._looking.done():
            with as_nobody(), deadline.lifted():  # the task outlives the call that begins it
                self._looking = asyncio.create_task(self._look_again_and_again())
        elif self._listener is not None:
            self._listener.call()

    async def _look_again_and_again(self) -> None:
        while self._wanted:
            self._listener = listener = Listener()
            try:
                while self._wanted:
                    await self._round(listener)
            finally:
                await listener.end()

    async def _round(self, listener: Listener) -> None:
        """Whatever goes wrong in it (the database is away, somebody else wrote into a log): the next look tells what has been missed."""
        try:
            await self._hear(listener)
            await self._look_at_those_due(hears=listener.hears)
        except Exception as error:
            self._times.missed()
            log.warning("watched jobs aren't looked at", extra={"error": type(error).__name__})
            await asyncio.sleep(EVERY_S)

    async def _hear(self, listener: Listener) -> None:
        for topic in await listener.follow(self._topics):
            if topic in self._topics:
                self._times.look_soon(self._topics[topic])
        woken = await listener.woken(within_s=self._times.pause_s(hears=listener.hears))
        jobs = [self._known[self._topics[topic]] for topic in woken if topic in self._topics]
        if jobs:
            await self._read(jobs)

    async def _read(self, jobs: Collection[JobView]) -> None:
        """What the logs have to say of jobs that got on. Their news may be followed by some that aren't told (`progress_log.EVERY_S`)."""
        newest = await newest_of(jobs)
        for job in jobs:
            if job.id in self._known:
                self._times.look_soon(job.id, after_s=0.0 if newest is None else QUIET_S)
        self._pass_on({job.id: job for job in (newest or {}).values() if self._is_newer(job)})

    def _is_newer(self, job: JobView) -> bool:
        return job.id in self._known and number_of(job) > number_of(self._known[job.id])

    async def _look_at_those_due(self, *, hears: bool) -> None:
        due = self._times.due(self._known, hears=hears)
        if not due:
            return
        wanted = {one: ids for one, jobs in self._wanted.items() if (ids := [each for each in jobs if each in due])}
        self._pass_on(await in_thread(_standing, wanted, dict(self._known)))

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
