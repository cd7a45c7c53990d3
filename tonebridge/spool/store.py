"""The spool of this process: entries that wait for the database, sealed, on disk, bounded in bytes.

A process that dies leaves its file behind; the next one that finds it takes it over. What was written and not yet taken off
when a process died is written again, which its id shows.
"""

import json
import logging
import os
from collections.abc import Callable
from pathlib import Path
from threading import RLock
from uuid import UUID, uuid4

from django.conf import settings

from tonebridge.security.encryption import EncryptionError, key_ring
from tonebridge.spool.contracts import OUTCOMES, Entry, Outcome
from tonebridge.spool.files import ENDING, SpoolFile, line_of
from tonebridge.telemetry import metrics

log = logging.getLogger(__name__)
ASSOCIATED = b"spool"
_counters = metrics.children(metrics.SPOOL_ENTRIES, OUTCOMES)


def count(outcome: Outcome) -> None:
    """Count an entry."""
    _counters[outcome].inc()


class Spool:
    """One a process. Safe for threads, of which one at a time works off."""

    def __init__(self) -> None:
        self._own: SpoolFile | None = None
        self._found: list[SpoolFile] = []
        self._lock = RLock()

    def put(self, entry: Entry) -> bool:
        """Keep an entry until it can be written. False, and counted as dropped, where there is no room for it."""
        line = line_of(key_ring().seal(_document(entry), ASSOCIATED))
        try:
            with self._lock:
                kept = bytes_held() + len(line) <= settings.SPOOL_BYTES
                if kept:
                    self._file().append(line)
        except OSError:
            log.exception("spool can't be written")
            kept = False
        count("kept" if kept else "dropped")
        return kept

    def _file(self) -> SpoolFile:
        while self._own is None:
            settings.SPOOL_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._own = SpoolFile.held(settings.SPOOL_DIR / f"{uuid4().hex}{ENDING}")
        return self._own

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits that this process knows of (`look_around`)."""
        return self._own is None and not self._found

    def look_around(self) -> None:
        """Take over what processes have left behind."""
        with self._lock:
            held = {file.path for file in (self._own, *self._found) if file}
            for path in sorted(set(_paths()) - held):
                if file := SpoolFile.held(path):
                    self._found.append(file)

    def work_off(self, write: Callable[[Entry | None], None]) -> bool:
        """Give the first one to `write`, and take it off unless that raises. None: it can't be read. False where none waits."""
        file = self._next()
        if file is None:
            return False
        write(_entry(file.first()))
        file.take()
        return True

    def _next(self) -> SpoolFile | None:
        """The first file with something in it; those without are removed."""
        with self._lock:
            for file in [*self._found, *([self._own] if self._own else [])]:
                if not file.is_empty:
                    return file
                file.remove()
                self._own = None if file is self._own else self._own
                self._found = [other for other in self._found if other is not file]
        return None


def bytes_held() -> int:
    """Of all processes' files."""
    return sum(_size(path) for path in _paths())


def _paths() -> list[Path]:
    try:
        return [Path(found.path) for found in os.scandir(settings.SPOOL_DIR) if found.name.endswith(ENDING)]
    except FileNotFoundError:
        return []


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # written and removed meanwhile
        return 0


def _document(entry: Entry) -> bytes:
    document = {"kind": entry.kind, "id": str(entry.id), "org": str(entry.organization_id), "values": entry.values}
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _entry(sealed: bytes | None) -> Entry | None:
    try:
        found = json.loads(key_ring().open(sealed or b"", ASSOCIATED))
    except EncryptionError:
        return None
    return Entry(found["kind"], UUID(found["id"]), UUID(found["org"]), found["values"])


spool = Spool()
