"""One stack a run folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tonebridge.devstack.failures import CannotStart
from tonebridge.devstack.private_file import private


@contextmanager
def only_one(run_dir: Path) -> Iterator[None]:
    """Hold the folder while the block runs; the file names our pid. Raises CannotStart where it is held."""
    with open(run_dir / "lock", "a+", opener=private) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise CannotStart(_refusal(run_dir, file.read().strip())) from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def _refusal(run_dir: Path, owner: str) -> str:
    return (
        f"ToneBridge already runs from {run_dir} (process {owner}): stop that one first, "
        "or give a second one its own TONEBRIDGE_RUN_DIR and TONEBRIDGE_PORT."
    )
