"""Tasks for the worker that `test_worker.py` starts."""

import logging
import os
import signal
import time
from contextlib import suppress

from tonebridge.errors import Unavailable
from tonebridge.queues.doors import job_task, periodic_task
from tonebridge.queues.models import Job

logger = logging.getLogger(__name__)


@job_task
def note(message_id: str) -> None:
    """Well-behaved, but its log line tries to quote the message."""
    logger.warning("chore.noted", extra={"message_id": message_id, "text": "これは本文です"})


@job_task
def poison() -> None:
    """Kills its process, as running out of memory does; the next attempt fails in a milder way."""
    if Job.objects.get(kind="poison").attempt == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    raise Unavailable


@job_task(atomic=False)
def linger() -> None:
    """Takes far longer than its first worker will live; the next attempt doesn't."""
    if Job.objects.get(kind="linger").attempt == 1:
        time.sleep(90)


@job_task(atomic=False)
def dawdle() -> None:
    """Takes too long, and stops when it is told to."""
    time.sleep(60)


@job_task(atomic=False)
def sit() -> None:
    """Takes too long, and doesn't listen."""
    while True:
        with suppress(Exception):
            time.sleep(60)


@periodic_task
def stumble() -> None:
    """Fails with a message that quotes a user."""
    raise RuntimeError("これは本文です")
