"""The folder of one test session: it goes with the session, or with the next one when the session was killed."""

import fcntl
import os
import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

PREFIX, LOCK = "tonebridge-tests-", "lock"


class SessionFolder:
    """A new folder in `parent` (default: the system's temporary one). Its lock is held until `remove`."""

    def __init__(self, parent: Path | None = None) -> None:
        parent = parent or Path(tempfile.gettempdir())
        remove_abandoned(parent)
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        self.path.chmod(0o711)  # `nobody` has to walk in when the tests run as root
        self._lock = (self.path / f"{LOCK}.new").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        (self.path / f"{LOCK}.new").rename(self.path / LOCK)  # only now can others try it

    def remove(self) -> None:
        """May be called again."""
        self._lock.close()
        shutil.rmtree(self.path, ignore_errors=True)


def remove_abandoned(parent: Path) -> None:
    """Remove the folders of sessions that ended without a chance to."""
    for lock in parent.glob(f"{PREFIX}*/{LOCK}"):
        with suppress(OSError), open(lock, opener=_without_waiting) as file:  # held by a session, or somebody else's
            if _is_ours(file.fileno()):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(lock.parent, ignore_errors=True)


def _without_waiting(path: str, flags: int) -> int:
    """A pipe that somebody put there would keep us waiting for its other end."""
    return os.open(path, flags | os.O_NONBLOCK | os.O_NOFOLLOW)


def _is_ours(descriptor: int) -> bool:
    found = os.fstat(descriptor)
    return stat.S_ISREG(found.st_mode) and found.st_uid == os.getuid()
