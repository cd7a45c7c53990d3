"""Run blocking checks side by side, each for a bounded time. A check that hangs keeps one thread, not one a call."""

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Lock
from time import perf_counter

from django.db import connections
from django.utils.module_loading import import_string

_threads = ThreadPoolExecutor(max_workers=16, thread_name_prefix="bounded")
_running: dict[str, Future[float]] = {}
_lock = Lock()


@dataclass(frozen=True)
class Outcome:
    """How a check went: no error means it passed. `milliseconds` is capped by the bound."""

    error: BaseException | None
    milliseconds: float


def run_bounded(checks: Mapping[str, str], *, seconds: float) -> dict[str, Outcome]:
    """Run the checks, dotted paths of functions without arguments by name, and answer after `seconds` at the latest.

    A check that has not returned by then has a `TimeoutError`; it is not started again before it returns.
    """
    futures = {name: _start(path) for name, path in checks.items()}
    wait(futures.values(), timeout=seconds)
    return {name: _outcome(future, seconds) for name, future in futures.items()}


def _start(path: str) -> Future[float]:
    with _lock:
        running = _running.get(path)
        if running is None or running.done():
            running = _running[path] = _threads.submit(_timed, path)
        return running


def _timed(path: str) -> float:
    began = perf_counter()
    try:
        import_string(path)()
    finally:
        connections.close_all()
    return (perf_counter() - began) * 1000


def _outcome(future: Future[float], seconds: float) -> Outcome:
    if not future.done():
        return Outcome(TimeoutError(), seconds * 1000)
    error = future.exception()
    return Outcome(error, 0.0 if error else future.result())
