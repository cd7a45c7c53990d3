"""What to run, and how it likes to end."""

import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tonebridge.devstack.embedded.account import Account


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

    def last_words(self) -> str:
        """The last line of its log, or an empty string."""
        try:
            lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return ""
        return next((line.strip() for line in reversed(lines) if line.strip()), "")
