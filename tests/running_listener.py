"""The listener of tests: it receives while their loop runs."""

import asyncio
from itertools import count

from django.db import DatabaseError, connection

from tonebridge.changes.listener import CHANNEL, ChangeListener


class RunningListener:
    """A listener on the tests' loop, which stands still between calls."""

    def __init__(self, runner: asyncio.Runner, listener: ChangeListener) -> None:
        self.listener, self.runner = listener, runner
        self.heard: list[str] = []
        self.listener.on("user", self.heard.append)
        self._passed, self._numbers = set[str](), count()
        self.listener.on("mark", self._passed.add)

    def wait(self, seconds: float = 0.05) -> None:
        """Until everything that was committed before is heard, where it can be, and for so long besides."""
        if self.listener.is_current and (mark := self._marked()):
            self.runner.run(asyncio.wait_for(self._until_heard(mark), 10))
        self.run(seconds)

    def run(self, seconds: float) -> None:
        """Let the loop run for so long."""
        self.runner.run(asyncio.sleep(seconds))

    def _marked(self) -> str:
        """A notice behind all others; empty where the database is away."""
        mark = str(next(self._numbers))
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"mark:{mark}"])
        except DatabaseError:
            return ""
        return mark

    async def _until_heard(self, mark: str) -> None:
        while self.listener.is_current and mark not in self._passed:
            await asyncio.sleep(0.005)

    async def begin(self) -> None:
        self.listener.start()
        while not self.listener.is_current:
            await asyncio.sleep(0.01)
