"""Whether the database can be reached. What can be done without it goes on, for as long as `WITHOUT_DATABASE_S` says."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.conf import settings

from tonebridge.changes.listener import ChangeListener, change_listener
from tonebridge.resilience import clock
from tonebridge.resilience.circuit_breaker import CircuitOpen
from tonebridge.resilience.database_errors import trouble_of

NEVER = float("-inf")
LEFT_ALONE_S = 5.0
"""For how long nobody tries, where the listener, which tries every second, doesn't reach it: it may listen to another server."""
Args = ParamSpec("Args")
Result = TypeVar("Result")


class DatabaseAvailability:
    """One a process. The listener finds out when the database is back, so that no request has to wait in order to try."""

    def __init__(self, listener: ChangeListener) -> None:
        self._listener, self._until = listener, NEVER

    @property
    def is_away(self) -> bool:
        """Whether to do without: it could not be reached a moment ago, and the listener hasn't reached it since."""
        return clock.tick() < self._until and self._listener.is_running and not self._listener.is_current

    def note_failure(self, error: BaseException) -> bool:
        """Whether the error says that the database is away; then nobody tries for a while. Always false where nothing may be
        done without it: settings say so, or no listener runs that would find it again, as in a worker.
        """
        may = settings.WITHOUT_DATABASE_S and settings.SPOOL_BYTES and self._listener.is_running
        if not may or not is_unreachable(error):
            return False
        if not self.is_away:
            self._until = clock.tick() + LEFT_ALONE_S
        return True

    def call(self, function: Callable[Args, Result], *args: Args.args, **kwargs: Args.kwargs) -> Result:
        """What `function` returns or raises. Raises CircuitOpen at once while the database is away, to all but one who tries
        now and then.
        """
        if self.is_away:
            raise CircuitOpen(retry_after_s=2)
        if self._until > NEVER:
            self._until = clock.tick() + LEFT_ALONE_S
        try:
            found = function(*args, **kwargs)
        except Exception as error:
            self._until = self._until if is_unreachable(error) else NEVER
            raise
        self._until = NEVER
        return found

    @property
    def serves_known_callers(self) -> bool:
        """Whether those whom this process knows are served without it."""
        return bool(settings.SPOOL_BYTES) and clock.tick() < self._listener.last_heartbeat + settings.WITHOUT_DATABASE_S


def is_unreachable(error: BaseException) -> bool:
    """Whether there is no connection to the database, rather than one that is asked for too much: a lock, a full disk."""
    return isinstance(error, CircuitOpen) or trouble_of(error) == "away"


database = DatabaseAvailability(change_listener)


def serves_known_callers() -> bool:
    """`settings.READY_WITHOUT_DATABASE`: whether to send requests here although the database is away."""
    return database.serves_known_callers
