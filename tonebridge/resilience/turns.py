"""Heavy work takes turns, so that light work always finds a thread: one piece a person at once, and so many of all together.

Who waits holds no thread. A person's second piece joins the line of all only behind their first, so persons come in turn,
however much one of them has sent. For one event loop.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, contextmanager
from contextvars import ContextVar
from functools import partial
from threading import Lock

from tonebridge.context_vars import bound
from tonebridge.errors import RateLimited, Unavailable
from tonebridge.resilience import deadline
from tonebridge.telemetry.shed_requests import count_shed

MOST_WAITING = 4
"""Pieces of one person, besides the one that is worked on."""
LONGEST_WAIT_S = 10
RETRY_AFTER_S = 2


class Turn:
    """One piece's. It is over once its request is answered and no thread works for it any more: who hangs up frees nothing."""

    def __init__(self, end: Callable[[], None], *, was_awaited: bool) -> None:
        self.was_awaited = was_awaited
        """Whether it wasn't had at once: much may have changed since it was asked for."""
        self._lock, self._working, self._is_answered, self._is_over = Lock(), 0, False, False
        self._loop, self._end = asyncio.get_running_loop(), end

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """While a thread works for it."""
        self._step(1)
        try:
            yield
        finally:
            if self._step(-1) and not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self._end)

    def answered(self) -> None:
        """Its answer begins, or there will be none."""
        self._is_answered = True
        if self._step(0):
            self._end()

    def _step(self, change: int) -> bool:
        """Whether it ends with that."""
        with self._lock:
            self._working += change
            ends = self._is_answered and not self._working and not self._is_over
            self._is_over = self._is_over or ends
            return ends


_turn: ContextVar[Turn | None] = ContextVar("turn", default=None)


@contextmanager
def at_work() -> Iterator[None]:
    """Around what a thread does."""
    turn = _turn.get()
    if turn is None:
        yield
    else:
        with turn.at_work():
            yield


def lifted() -> AbstractContextManager[None]:
    """No turn inside the block: what is begun there is no part of it."""
    return bound(_turn, None)


class Turns:
    """The lines of one process. `most` pieces of all persons are worked on at once."""

    def __init__(self, most: int) -> None:
        self._all = asyncio.Semaphore(most)
        self._own: dict[str, asyncio.Lock] = {}
        self._pieces = Counter[str]()

    def taken(self, person: str) -> AbstractAsyncContextManager[Turn]:
        """The person's turn, once it has come; `Turn.answered` ends it early.

        Raises RateLimited where too much of the person's waits already, Unavailable where the turn doesn't come in time.
        """
        if self._pieces[person] > MOST_WAITING:
            count_shed("turns_of_person")
            raise RateLimited(retry_after_s=RETRY_AFTER_S)
        return self._taken(person, deadline.left_s(LONGEST_WAIT_S))

    def awaited(self, person: str) -> AbstractAsyncContextManager[Turn]:
        """The same for a piece of an answer that has begun: it waits for as long as it takes, since half an answer is none."""
        return self._taken(person, None)

    @asynccontextmanager
    async def _taken(self, person: str, longest_s: float | None) -> AsyncIterator[Turn]:
        self._pieces[person] += 1
        is_awaited = self._pieces[person] > 1 or self._all.locked()
        own = self._own.setdefault(person, asyncio.Lock())
        try:
            async with asyncio.timeout(longest_s):
                await self._come(own)
        except BaseException as error:
            self._forget(person)
            if not isinstance(error, TimeoutError):
                raise
            count_shed("turns")
            raise Unavailable(retry_after_s=RETRY_AFTER_S) from error
        turn = Turn(partial(self._end, person, own), was_awaited=is_awaited)
        try:
            with bound(_turn, turn):
                yield turn
        finally:
            turn.answered()

    async def _come(self, own: asyncio.Lock) -> None:
        await own.acquire()
        try:
            await self._all.acquire()
        except BaseException:
            own.release()
            raise

    def _end(self, person: str, own: asyncio.Lock) -> None:
        self._all.release()
        own.release()
        self._forget(person)

    def _forget(self, person: str) -> None:
        self._pieces[person] -= 1
        if not self._pieces[person]:
            del self._pieces[person], self._own[person]
