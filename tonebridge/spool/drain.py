"""Write what waited, once the database is reached again: a few at a time, in a thread, each for its own organization."""

import logging
from threading import Lock

from django.conf import settings
from django.db import DatabaseError
from django.utils.module_loading import import_string

from tonebridge.resilience.circuit_breaker import CircuitOpen
from tonebridge.resilience.threads import later
from tonebridge.spool.contracts import Entry, Outcome, Writer
from tonebridge.spool.store import Spool, count, spool
from tonebridge.telemetry.logs import class_name
from tonebridge.tenancy.identity import acting_for

log = logging.getLogger(__name__)
AT_ONCE = 100
"""Entries that one piece of a thread's work writes: whoever else wants the thread waits for no more."""
LOOK_EACH = 20
"""Heartbeats of the listener, two a second, between two looks for what others have left behind."""


class Drain:
    """One a process, called with each heartbeat of the listener."""

    def __init__(self, spool: Spool) -> None:
        self._spool, self._busy, self._beats = spool, Lock(), 0

    def on_heartbeat(self) -> None:
        """The database was reached."""
        looks = self._beats % LOOK_EACH == 0
        self._beats += 1
        if settings.SPOOL_BYTES and (looks or not self._spool.is_empty):
            later(self.write, looks)

    def write(self, looks: bool = True) -> None:
        """Write some of what waits, unless another thread does. What can't be written now stays."""
        if not self._busy.acquire(blocking=False):
            return
        try:
            if looks:
                self._spool.look_around()
            for _ in range(AT_ONCE):
                if not self._spool.work_off(_write):
                    break
        except (DatabaseError, CircuitOpen) as error:
            log.warning("spool has to wait", extra={"error": class_name(error)})
        finally:
            self._busy.release()


def _write(entry: Entry | None) -> None:
    count(_outcome(entry))


def _outcome(entry: Entry | None) -> Outcome:
    """Writes it. Raises where it may be written later."""
    if entry is None:
        log.error("spool entry unreadable")
        return "lost"
    try:
        with acting_for(entry.organization_id):
            return "written" if _writer(entry)(entry) else "known"
    except (DatabaseError, CircuitOpen) as error:
        if not _is_in_vain(error):
            raise
        log.exception("spool entry refused", extra={"kind": entry.kind, "entry_id": str(entry.id)})
    except Exception:
        log.exception("spool entry failed", extra={"kind": entry.kind, "entry_id": str(entry.id)})
    return "lost"


def _writer(entry: Entry) -> Writer:
    found: Writer = import_string(settings.SPOOL_WRITERS[entry.kind])
    return found


def _is_in_vain(error: Exception) -> bool:
    """Whether the database would refuse it again: its data or its keys are wrong (SQLSTATE classes 22 and 23)."""
    state = getattr(error.__cause__, "sqlstate", None) or ""
    return state.startswith(("22", "23"))


drain = Drain(spool)
