"""How many calls to one model are under way at once, from one process. Others wait their turn here, before their clock begins."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakKeyDictionary

from apps.transform.providers.failures import ModelCrowded


class Slots:
    """One model's, on each loop `most`: connections belong to a loop, too. First come, first served."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._of_loops: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()

    @asynccontextmanager
    async def taken(self, longest_s: float) -> AsyncIterator[None]:
        """Hold a slot inside the block. Raises ModelCrowded where none is free within so many seconds."""
        slots = self._on_this_loop()
        try:
            async with asyncio.timeout(longest_s):
                await slots.acquire()
        except TimeoutError as error:
            raise ModelCrowded from error
        try:
            yield
        finally:
            slots.release()

    def _on_this_loop(self) -> asyncio.Semaphore:
        return self._of_loops.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(self._most))
