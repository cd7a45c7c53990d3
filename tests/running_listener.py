"""The listener of tests: it receives while their loop runs."""

import asyncio
from itertools import count

from django.db import connection

from tests.waiting import all_have_gone_on, until_async
from tonebridge.changes.listener import CHANNEL, ChangeListener


class RunningListener:
    """A listener on the tests' loop, which stands still between calls."""

    def __init__(self, runner: asyncio.Runner, listener: ChangeListener) -> None:
        self.listener, self.runner = listener, runner
        self.heard: list[str] = []
        self.listener.on("user", self.heard.append)
        self._passed, self._numbers = set[str](), count()
        self.listener.on("mark", self._passed.add)

    def wait(self) -> None:
        """Until everything that was committed before is heard, or the connection is found broken, and what that sets off has gone on."""
        self.runner.run(until_async(lambda: self.listener.is_current))
        self.until_heard(self.mark())

    def until_heard(self, mark: str) -> None:
        """Until what was notified of before the mark is heard."""
        self.runner.run(until_async(lambda: mark in self._passed or not self.listener.is_current))
        self.runner.run(all_have_gone_on())

    def mark(self) -> str:
        """A notice behind all others; in a transaction, at its end."""
        mark = str(next(self._numbers))
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"mark:{mark}"])
        return mark

    async def begin(self) -> None:
        self.listener.start()
        await until_async(lambda: self.listener.is_current)
