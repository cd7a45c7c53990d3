"""What to run, and how it likes to end."""

import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tonebridge.devstack.supervision.account import Account
from tonebridge.resilience import clock

HEADING = "=== "
TRACEBACK = "Traceback (most recent call last):"
REMARKS = ("HINT:", "DETAIL:", "CONTEXT:")
"""How PostgreSQL goes on after having said what is wrong."""


@dataclass(frozen=True)
class Program:
    """A command with its surroundings. `env` is the whole environment, None: ours; `account` None: ourselves."""

    name: str
    command: tuple[str, ...]
    log: Path
    env: Mapping[str, str] | None = None
    stdin: str = ""
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    grace_s: float = 10
    """Seconds between `stop_signal` and SIGKILL."""

    def heading(self) -> str:
        """What parts one run from the next in its log."""
        return f"{HEADING}{self.name}, {clock.now():%Y-%m-%d %H:%M:%S} UTC\n"

    def last_words(self) -> str:
        """The last telling line of its last run, or an empty string. An exception tells more than what follows it."""
        try:
            run = self.log.read_text(encoding="utf-8", errors="replace").rpartition(HEADING)[2]
        except OSError:
            return ""
        _, traceback, after = run.rpartition(TRACEBACK)
        told = [line.rstrip() for line in (after if traceback else run).splitlines()[1:] if line.strip()]
        if traceback:
            return next((line for line in told if not line.startswith(" ")), "")
        return next((line.strip() for line in reversed(told) if not line.startswith(REMARKS)), "")
