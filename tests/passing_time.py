"""Time as the product reads it passes when a test says so, and only then where it stands still.

`clock.py` reads the module `time`, in whose place an object of a test stands. Timers of asyncio and of sockets are the machine's
own: what waits by one (`asyncio.timeout`) waits for as long as it was told to when it began.
"""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django_redis import get_redis_connection

from tonebridge.limits import token_bucket
from tonebridge.resilience import circuit_breaker, clock

ASKED, GOES_AFTER = "redis.call('TIME')", "redis.call('PEXPIRE', KEYS[1], "
"""How a script asks the cache server for its time, and begins to say for how many milliseconds a bucket is kept."""
HOUR_MS = 3_600_000


class PassingTime:
    """In the place of the module `time`. Seconds."""

    def __init__(self) -> None:
        self._ahead_s, self._look_s = 0.0, 0.0
        self._stopped: tuple[float, float] | None = None
        self.goes_along: Callable[[float], object] = lambda _seconds: None
        """What else has to know how much time has passed."""

    def pass_s(self, seconds: float) -> None:
        """So much time has passed."""
        self._ahead_s += seconds
        self.goes_along(seconds)

    def stand_still(self) -> None:
        """From the next whole second on, so that sums of whole seconds, halves and quarters are exact."""
        self._stopped = math.ceil(self.perf_counter()), math.ceil(self.time())
        self._ahead_s = 0.0
        self.goes_along(0.0)

    def pass_with_each_look(self, seconds: float) -> None:
        """Between two looks at the clock, so much passes from now on."""
        self._look_s = seconds

    def perf_counter(self) -> float:
        """As `time.perf_counter`."""
        self._ahead_s += self._look_s
        return (self._stopped[0] if self._stopped else time.perf_counter()) + self._ahead_s

    def time(self) -> float:
        """As `time.time`."""
        return (self._stopped[1] if self._stopped else time.time()) + self._ahead_s


@contextmanager
def passing() -> Iterator[PassingTime]:
    """For the block."""
    found = PassingTime()
    with patch.object(clock, "time", found):
        yield found


class ServerTime:
    """The cache server's: scripts that ask for it are told the test's, and what goes after a while goes that much sooner.

    It stands still for scripts alone: what the server is to let go by itself, it lets go by its own clock; a bucket, an hour later.
    """

    def __init__(self, passing: PassingTime) -> None:
        self._passing, self._scripts = passing, {module: module.SCRIPT for module in (token_bucket, circuit_breaker)}
        assert all(ASKED in script for script in self._scripts.values()) and GOES_AFTER in token_bucket.SCRIPT

    def go_along(self, seconds: float) -> None:
        """So much time has passed."""
        for module, script in self._scripts.items():
            still = script.replace(ASKED, f"{{{self._passing.time()}, 0}}")
            self._tell(module, still.replace(GOES_AFTER, f"{GOES_AFTER}{HOUR_MS} + "))
        if seconds:
            self._let_go(round(seconds * 1000))

    def end(self) -> None:
        """The server's own again."""
        for module, script in self._scripts.items():
            self._tell(module, script)

    def _tell(self, module: Any, script: str) -> None:
        module.SCRIPT = script
        circuit_breaker._script.cache_clear()

    def _let_go(self, milliseconds: int) -> None:
        server: Any = get_redis_connection("default")  # untyped package
        for key in server.scan_iter(count=1000):
            if (left := server.pttl(key)) > 0:
                server.pexpire(key, left - milliseconds)  # at once where nothing is left


@contextmanager
def still_at_the_server(passing: PassingTime) -> Iterator[None]:
    """Inside the block time stands still in this process and for scripts of the cache server; it passes for both together."""
    server = ServerTime(passing)
    passing.goes_along = server.go_along
    passing.stand_still()
    try:
        yield
    finally:
        server.end()
