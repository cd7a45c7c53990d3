"""A long run at less than full load: errors, and whether memory stays where it was."""

import statistics
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmarks.memory import pss_mb
from benchmarks.wrk import Call, Load, load

SHARE, CONNECTIONS = 0.7, 32
EVERY_S = 1.0


@dataclass(frozen=True)
class Steady:
    """What came of it. `grown`: percent by which memory was larger in the last fifth than in the second, medians."""

    load: Load
    grown: float
    memory_mb: float


def steady(base_url: str, call: Call, *, most: float, seconds: float) -> Steady:
    """Send the call at 70 % of `most` a second."""
    pause_ms = max(0.0, CONNECTIONS / (SHARE * most) * 1000 - CONNECTIONS / most * 1000)
    samples, stop = list[float](), threading.Event()
    watch = threading.Thread(target=_watch, args=(base_url, samples, stop))
    watch.start()
    try:
        found = load(base_url, replace(call, pause_ms=pause_ms), seconds=seconds, connections=CONNECTIONS)
    finally:
        stop.set()
        watch.join()
    return Steady(found, grown(samples), max(samples))


def grown(samples: Sequence[float]) -> float:
    """Percent between the second fifth, when all is warm, and the last one."""
    fifth = max(1, len(samples) // 5)
    return (statistics.median(samples[-fifth:]) / statistics.median(samples[fifth : 2 * fifth] or samples) - 1) * 100


def _watch(base_url: str, samples: list[float], stop: threading.Event) -> None:
    while not stop.wait(EVERY_S):
        samples.append(pss_mb(base_url))
