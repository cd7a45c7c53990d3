"""Times of pieces of work, and a report that holds them against bars."""

import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Times:
    """What each call took in milliseconds: of a processor, and on the wall."""

    busy: tuple[float, ...]
    wall: tuple[float, ...]

    def __add__(self, other: "Times") -> "Times":
        return Times(self.busy + other.busy, self.wall + other.wall)


def measured(works: Iterable[Work]) -> Times:
    """Run each once."""
    pairs = [_measure(work) for work in works]
    return Times(tuple(busy for busy, _ in pairs), tuple(wall for _, wall in pairs))


def _measure(work: Work) -> tuple[float, float]:
    busy, wall = time.process_time_ns(), time.perf_counter_ns()
    work()
    return (time.process_time_ns() - busy) / 1e6, (time.perf_counter_ns() - wall) / 1e6


class Report:
    """Lines on the screen; remembers which missed their bar."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def line(self, name: str, figures: str, held: tuple[tuple[float, float], ...]) -> None:
        """One row, with its verdict: each value at most its bar."""
        good = all(value <= bar for value, bar in held)
        if not good:
            self.missed.append(name)
        bars = ", ".join(f"{bar:g}" for _, bar in held)
        sys.stdout.write(f"{name:<22}{figures:<86}  bar {bars}: {'PASS' if good else 'FAIL'}\n")
        sys.stdout.flush()

    def speed(self, name: str, times: Times, bar: float) -> None:
        """Calls a second, median and p95; the p95 of processor time has the bar, in milliseconds."""
        p95, wall = _p95(times.busy), f"wall {statistics.median(times.wall):6.2f} and {_p95(times.wall):6.2f}"
        pace = f"{1000 * len(times.busy) / sum(times.busy):5.0f} texts/s"
        self.line(name, f"{pace}, p50 {statistics.median(times.busy):6.2f}, p95 {p95:6.2f} ms ({wall})", ((p95, bar),))


def _p95(values: tuple[float, ...]) -> float:
    return statistics.quantiles(values, n=20)[-1]
