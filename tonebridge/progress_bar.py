"""A bar for commands that take a while: how far, how fast, how long still. Only for people: nothing where nobody looks."""

from typing import TextIO

from tonebridge.resilience import clock

WIDTH = 30
EVERY_MS = 100


class ProgressBar:
    """`████████░░░ 512/1000 · 63/s · 8 s left`, redrawn in place ten times a second at most."""

    def __init__(self, total: int, out: TextIO) -> None:
        self.total, self.done, self.failed = total, 0, 0
        self._out, self._began, self._drawn = out, clock.tick(), float("-inf")
        self._shows = out.isatty()

    def step(self, *, failed: bool = False) -> None:
        """One more is over."""
        self.done += 1
        self.failed += int(failed)
        if self._shows and clock.elapsed_ms(self._drawn) >= EVERY_MS:
            self._drawn = clock.tick()
            self._out.write(f"\r{self.line()}\x1b[K")
            self._out.flush()

    def line(self) -> str:
        """What the bar says now."""
        seconds = max(clock.tick() - self._began, 0.001)
        rate = self.done / seconds
        full = WIDTH * self.done // max(self.total, 1)
        left = (self.total - self.done) / rate if rate else 0
        bar = "█" * full + "░" * (WIDTH - full)
        return f"{bar} {self.done}/{self.total} · {rate:.0f}/s · {left:.0f} s left"

    def end(self) -> None:
        """Leave the last line standing."""
        if self._shows:
            self._out.write(f"\r{self.line()}\x1b[K\n")
