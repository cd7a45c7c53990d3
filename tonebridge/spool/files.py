"""One file of sealed lines, held by one process for as long as that lives: a file that nobody holds was left behind."""

import base64
import fcntl
import os
from pathlib import Path
from typing import Self

ENDING = ".spool"


class SpoolFile:
    """Lines are appended behind and taken from the front. Not safe for threads."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path, self._descriptor, self._taken = path, descriptor, 0

    @classmethod
    def held(cls, path: Path) -> Self | None:
        """The file, made where there is none; None where another process holds it, or has just removed it."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(descriptor).st_nlink:
                return cls(path, descriptor)
        except BlockingIOError:
            pass
        os.close(descriptor)
        return None

    def append(self, line: bytes) -> None:
        """Add a sealed value. Raises OSError, and adds nothing, where the disk is full."""
        end = os.fstat(self._descriptor).st_size
        try:
            written = os.write(self._descriptor, line)
        except OSError:
            os.ftruncate(self._descriptor, end)
            raise
        if written < len(line):
            os.ftruncate(self._descriptor, end)
            raise OSError("the disk is full")

    @property
    def is_empty(self) -> bool:
        """Whether all has been taken."""
        return self._taken >= os.fstat(self._descriptor).st_size

    def first(self) -> bytes | None:
        """The next sealed value; None for what is none, such as the end of a line that a dying process has begun."""
        with open(self._descriptor, "rb", closefd=False) as lines:
            lines.seek(self._taken)
            line = lines.readline()
        try:
            return base64.b64decode(line.rstrip(b"\n"), validate=True) if line.endswith(b"\n") else None
        except ValueError:
            return None

    def take(self) -> None:
        """The first one is done with."""
        with open(self._descriptor, "rb", closefd=False) as lines:
            lines.seek(self._taken)
            self._taken += len(lines.readline())

    def remove(self) -> None:
        """Delete it, and let go."""
        self.path.unlink(missing_ok=True)
        self._release()

    def _release(self) -> None:
        os.close(self._descriptor)


def line_of(sealed: bytes) -> bytes:
    """How a sealed value stands in a file."""
    return base64.b64encode(sealed) + b"\n"
