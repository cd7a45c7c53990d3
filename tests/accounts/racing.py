"""Callers that come at the same moment."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import Context, copy_context
from threading import Barrier
from typing import TypeVar

from django.db import connection

from tests.waiting import until

Result = TypeVar("Result")


def at_once(count: int, work: Callable[[], Result]) -> list[Result]:
    """Run `work` in so many threads, which begin together, in the caller's name; each has a connection of its own."""
    barrier = Barrier(count)

    def one(context: Context) -> Result:
        try:
            barrier.wait(timeout=10)
            return context.run(work)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, [copy_context() for _ in range(count)]))


def elsewhere(pool: ThreadPoolExecutor, work: Callable[[], object]) -> Future[object]:
    """Over a connection of its own."""

    def one() -> object:
        try:
            return work()
        finally:
            connection.close()

    return pool.submit(copy_context().run, one)


def wait_until_somebody_waits_for_this_transaction() -> None:
    """For a lock of it, that is; for 20 s at most."""
    until(_somebody_waits)


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid)"
        )
        return bool(cursor.fetchone()[0])
