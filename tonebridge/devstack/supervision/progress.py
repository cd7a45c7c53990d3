"""What the person at the terminal reads: a line a step, with its seconds."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from tonebridge.resilience import clock


class Progress:
    """Writes to `stream` at once. A stream that is gone (a closed terminal) is no reason to stop."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Report `name` when the block is through; nothing when it fails."""
        since = clock.tick()
        yield
        self.done(name, since)

    def done(self, name: str, since: float) -> None:
        """`name` is finished; it began at `since` (of `clock.tick`)."""
        self.say(f"  ✓ {name:<18}{clock.elapsed_ms(since) / 1000:5.1f} s")

    def say(self, line: str) -> None:
        encoding = self._stream.encoding or "utf-8"
        with suppress(OSError):
            self._stream.write(line.encode(encoding, "replace").decode(encoding) + "\n")
            self._stream.flush()
