"""Keep the lease of a running job: a worker that dies, by whatever hand, stops renewing it."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, connection

from tonebridge.queues.acting import acting_for_job
from tonebridge.queues.actions.renew_lease import renew_lease
from tonebridge.queues.contracts import JobView


@contextmanager
def lease_kept(job: JobView) -> Iterator[None]:
    """Renew the job's lease from a thread of its own while the block runs. Short jobs never get to the first renewal."""
    over = Event()
    keeper = Thread(target=_renew_until, args=(over, job), name="lease", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _renew_until(over: Event, job: JobView) -> None:
    try:
        while not over.wait(settings.JOB_LEASE_S / 3):
            if not _renewed(job):
                return
    finally:
        connection.close()


def _renewed(job: JobView) -> bool:
    try:
        with acting_for_job(job):
            return renew_lease(job=job)
    except DatabaseError:
        connection.close()
        return True  # the next round tries again; until then the lease still runs
