"""Both levels, one answer a key at a time: look, else make it once, however many ask meanwhile."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from tonebridge.caching import l2_redis
from tonebridge.caching.codec import Kept
from tonebridge.caching.l1_memory import Entry, MemoryCache
from tonebridge.resilience import clock
from tonebridge.resilience.fair_queue import wait_turn
from tonebridge.telemetry import metrics

L1_HIT, L1_MISS = (metrics.CACHE_REQUESTS.labels("l1", outcome) for outcome in ("hit", "miss"))
L2_HIT, L2_MISS = (metrics.CACHE_REQUESTS.labels("l2", outcome) for outcome in ("hit", "miss"))
RETRY_REFRESH_S = 10.0
"""A renewal that failed isn't tried again before."""


@dataclass(frozen=True)
class Made:
    """An answer just made. `repeat` is what those get who ask again; None: nobody may, each makes their own.

    After `fresh_s` a repeat is still given, while a new answer is made behind it.
    """

    body: bytes
    subject: UUID
    repeat: bytes | None
    fresh_s: float = float("inf")


@dataclass(frozen=True)
class Answer:
    """What is given. `entry`: where it stands, for those who answer the same question again."""

    body: bytes
    entry: Entry | None


@dataclass(frozen=True)
class Place:
    """Where an answer goes that is being made, and since when: what is made while its group is forgotten isn't kept."""

    shared_key: str
    moment: int


NOWHERE = Place("", -1)


class Question(Protocol):
    """What is asked, and how it is answered without a cache."""

    @property
    def key(self) -> Hashable:
        """Tells questions apart within this process, as long as its group isn't forgotten."""
        ...

    @property
    def group(self) -> UUID:
        """The organization."""
        ...

    @property
    def fresh_s(self) -> float:
        """For how long an answer of the second level needs no new one behind it."""
        ...

    async def shared_key(self) -> str:
        """Tells questions apart between processes, for a day: everything that shows is in it."""
        ...

    async def holds(self, subject: UUID) -> bool:
        """Whether the row that a kept answer tells of still stands."""
        ...

    async def make(self) -> Made:
        """Answer it."""
        ...

    async def renew(self) -> Made:
        """Answer it anew, for nobody who waits: whoever asked has an answer already, and its time limits are over."""
        ...


class Tiered:
    """One a kind of answer. For the event loop alone."""

    def __init__(self, memory: MemoryCache, trusted: Callable[[], bool]) -> None:
        self.memory, self._trusted = memory, trusted
        self._making: dict[Hashable, asyncio.Task[Answer]] = {}

    async def answer(self, question: Question) -> Answer:
        """From memory, from the second level, or made. Raises what making raises."""
        if not self._trusted():
            return Answer((await question.make()).body, None)
        if found := self._remembered(question):
            return found
        running = self._making.get(question.key)
        if running is None:
            return await asyncio.shield(self._begin(question, self._look_or_make(question)))
        shared = await asyncio.shield(running)
        if shared.entry is None or not shared.entry.holds:
            return Answer((await question.make()).body, None)
        return Answer(shared.entry.body, shared.entry)

    async def look(self, question: Question) -> Answer | Place:
        """For those who make an answer themselves: from memory, from the second level; or where to `keep` it."""
        if not self._trusted():
            return NOWHERE
        return self._remembered(question) or await self._looked(question)

    async def keep(self, question: Question, made: Made, place: Place) -> Answer:
        """What was made is an answer, and what others get where they may."""
        if made.repeat is None:
            return Answer(made.body, None)
        entry = self._remember(question, made.repeat, place.moment, made.fresh_s)
        if entry is not None:
            made_at = int(clock.now().timestamp())
            await l2_redis.put(place.shared_key, Kept(made_at, made.subject, made.repeat))
        return Answer(made.body, entry)

    def _remembered(self, question: Question) -> Answer | None:
        found = self.memory.get(question.key)
        if found is None:
            L1_MISS.inc()
            return None
        L1_HIT.inc()
        if clock.tick() >= found.stale_from:
            self._refresh(question, found)
        return Answer(found.body, found)

    def _begin(self, question: Question, work: Coroutine[Any, Any, Answer]) -> asyncio.Task[Answer]:
        task = self._making[question.key] = asyncio.get_running_loop().create_task(work)
        task.add_done_callback(lambda _done: self._making.pop(question.key, None))
        return task

    async def _look_or_make(self, question: Question) -> Answer:
        found = await self._looked(question)
        return found if isinstance(found, Answer) else await self.keep(question, await question.make(), found)

    async def _looked(self, question: Question) -> Answer | Place:
        await wait_turn(question.group)
        moment = self.memory.moment(question.group)
        shared_key = await question.shared_key()
        kept = await l2_redis.get(shared_key)
        if kept is not None and not await question.holds(kept.subject):
            await l2_redis.delete(shared_key, kept.subject)
            kept = None
        (L2_MISS if kept is None else L2_HIT).inc()
        if kept is None:
            return Place(shared_key, moment)
        left = question.fresh_s - (clock.now().timestamp() - kept.made_at)
        return Answer(kept.body, self._remember(question, kept.body, moment, left))

    def _remember(self, question: Question, body: bytes, moment: int, fresh_s: float) -> Entry | None:
        if not self._trusted():
            return None
        return self.memory.put(question.key, question.group, body, moment=moment, stale_in_s=fresh_s)

    def _refresh(self, question: Question, stale: Entry) -> None:
        """Make a new answer behind the old one, once; the old one goes on for as long as that takes, or fails."""
        if question.key in self._making:
            return
        stale.stale_from = clock.tick() + RETRY_REFRESH_S
        task = self._begin(question, self._renew(question))
        task.add_done_callback(lambda done: done.cancelled() or done.exception())  # a failure is no one's answer

    async def _renew(self, question: Question) -> Answer:
        moment, shared_key = self.memory.moment(question.group), await question.shared_key()
        return await self.keep(question, await question.renew(), Place(shared_key, moment))
