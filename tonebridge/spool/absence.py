"""Whether the database can be reached. What can be done without it is done so, for as long as `WITHOUT_DATABASE_S` says."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import psycopg
from django.conf import settings
from django.db import InterfaceError, OperationalError

from tonebridge.changes.ear import Ear, ear
from tonebridge.resilience import clock
from tonebridge.resilience.circuit_breaker import CircuitOpen

BEFORE = float("-inf")
LEFT_ALONE_S = 5.0
"""For how long nobody tries, where the ear, which tries every second, isn't heard: it may listen somewhere else."""
GOING, COMING = "57P", "08"
"""Classes of what a server says that is going down or coming up, and of connections that break."""
Args = ParamSpec("Args")
Result = TypeVar("Result")


class Absence:
    """One a process. The ear finds out when the database is back, so that no request has to wait in order to try."""

    def __init__(self, listening: Ear) -> None:
        self._ear, self._until = listening, BEFORE

    @property
    def now(self) -> bool:
        """Whether to do without: it could not be reached a moment ago, and nothing was heard of it since."""
        return clock.tick() < self._until and self._ear.is_listening and not self._ear.hears

    def noted(self, error: BaseException) -> bool:
        """Whether that is what the error says; then nobody tries for a while. Always false where nothing may be done without:
        so it is set, or there is no ear that would hear of the database again, as in a worker.
        """
        may = settings.WITHOUT_DATABASE_S and settings.SPOOL_BYTES and self._ear.is_listening
        if not may or not is_unreachable(error):
            return False
        if not self.now:
            self._until = clock.tick() + LEFT_ALONE_S
        return True

    def unless(self, read: Callable[Args, Result], *args: Args.args, **kwargs: Args.kwargs) -> Result:
        """What `read` says. Raises CircuitOpen at once while the database is away, to all but one who tries now and then."""
        if self.now:
            raise CircuitOpen(retry_after_s=2)
        if self._until > BEFORE:
            self._until = clock.tick() + LEFT_ALONE_S
        try:
            found = read(*args, **kwargs)
        except Exception as error:
            self._until = self._until if is_unreachable(error) else BEFORE
            raise
        self._until = BEFORE
        return found

    @property
    def is_bridged(self) -> bool:
        """Whether those whom this process knows are served all the same."""
        return bool(settings.SPOOL_BYTES) and clock.tick() < self._ear.last_heard + settings.WITHOUT_DATABASE_S


def is_unreachable(error: BaseException) -> bool:
    """Whether there is no connection to the database, rather than one that is asked for too much: a lock, a full disk."""
    if isinstance(error, CircuitOpen):
        return True
    if not isinstance(error, OperationalError | InterfaceError | psycopg.OperationalError):
        return False
    state = getattr(error.__cause__ or error, "sqlstate", None)
    return state is None or state.startswith((GOING, COMING))


absence = Absence(ear)


def bridged() -> bool:
    """`settings.READINESS_BRIDGE`: whether to send requests here although the database is away."""
    return absence.is_bridged
