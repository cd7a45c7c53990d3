"""Lanes that stand in for one with servers of its own, each a process."""

import os
from multiprocessing.connection import Connection
from multiprocessing.queues import SimpleQueue
from pathlib import Path

from drills.running import Told

Waiting = SimpleQueue["list[str] | None"]
TAKEN = "TESTS_PART_IS_TAKEN"
"""The variable that names a file: it is there once the lane has taken a part."""


def dies_at_its_work(waiting: Waiting, _mouth: Connection) -> None:
    """Killed while it runs its first part."""
    waiting.get()
    Path(os.environ[TAKEN]).touch()
    os._exit(9)


def never_starts(_waiting: Waiting, _mouth: Connection) -> None:
    """As where its servers don't."""
    os._exit(3)


def is_late(waiting: Waiting, mouth: Connection) -> None:
    """Runs one part, and tells of it that it took too long."""
    for one in waiting.get() or ():
        mouth.send(Told(one, "LATE", "took long"))
    Path(os.environ[TAKEN]).touch()
