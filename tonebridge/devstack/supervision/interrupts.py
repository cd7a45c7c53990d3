"""Ctrl-C, SIGTERM and a closed terminal, heard at safe places only."""

import signal
import time
from types import FrameType


class Interrupted(Exception):
    """Somebody asked for an end."""


class Interrupts:
    """Counts what was asked. Handlers do nothing else: an exception between fork and bookkeeping would lose a child."""

    def __init__(self) -> None:
        self.count = 0

    def listen(self) -> None:
        """Take the signals over. Main thread only."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup means it
                signal.signal(number, self._heard)

    @property
    def hurried(self) -> bool:
        """Asked again while already stopping."""
        return self.count > 1

    def pause(self, seconds: float) -> None:
        """Sleep, or raise Interrupted. Every wait of a start goes through here."""
        if self.count:
            raise Interrupted
        time.sleep(seconds)

    def _heard(self, number: int, frame: FrameType | None) -> None:
        self.count += 1
