"""Waiting for something to become true, in short looks."""

import time
from collections.abc import Callable

from tonebridge.resilience import clock

Pause = Callable[[float], None]
LOOK_EVERY_S = 0.03


def wait_until(ready: Callable[[], bool], *, within_s: float, pause: Pause = time.sleep) -> bool:
    """Did `ready` answer True within that many seconds? What `pause` raises goes through."""
    start = clock.tick()
    while not ready():
        if clock.tick() - start > within_s:
            return False
        pause(LOOK_EVERY_S)
    return True
