"""Callers that this process knows: who showed what, remembered for half a minute and forgotten when anything changes.

The key is the SHA-256 of the whole credential: two tokens that begin alike never meet. Nothing is remembered and nothing
found while the database isn't listened to (`tonebridge.changes`). Only where it can't be read either, whoever was known when
it was last heard is believed for a while (`believed`).
"""

import math
from dataclasses import dataclass

from tonebridge.bounded_dict import BoundedDict
from tonebridge.callers.principal import Caller, Principal
from tonebridge.callers.shown_credentials import Kind, digest_of
from tonebridge.changes.listener import ChangeListener, change_listener
from tonebridge.changes.stale_values import StaleValues
from tonebridge.gateway.backends import callers
from tonebridge.resilience import clock

MOST, REMEMBERED_S = 10_000, 30.0


@dataclass(slots=True, eq=False)
class KnownCaller:
    """A caller, until when (`clock.tick`) they are known, and when what they showed ends by itself."""

    principal: Principal
    until: float
    ends: float


class KnownCallers:
    """The most recently seen ones. For the event loop alone: nothing here is locked."""

    def __init__(self, listener: ChangeListener) -> None:
        self._listener = listener
        self._known = BoundedDict[bytes, KnownCaller](MOST)
        self._stale = StaleValues[KnownCaller](MOST)
        self._signing: object = None
        for kind in ("user", "organization"):
            listener.on(kind, self.forget)
        listener.on("plans", lambda _code: self.forget("*"))
        listener.on_heartbeat(self._look_at_keys)

    def find(self, kind: Kind, shown: str) -> KnownCaller | None:
        """Whoever showed this credential, if it is known and still holds."""
        return self.at(digest_of(kind, shown))

    def at(self, digest: bytes) -> KnownCaller | None:
        """The same by the credential's digest (`digest_of`)."""
        found = self._known.get(digest)
        if found is None or found.until <= clock.tick() or not self._listener.is_current:
            return None
        return found

    @property
    def moment(self) -> int:
        """Ask before reading a caller, and give it to `remember`: what was read while something changed isn't kept."""
        return self._listener.count

    def remember(self, kind: Kind, shown: str, caller: Caller, moment: int) -> None:
        """Know the caller from now on."""
        if not self._listener.is_current or moment != self._listener.count:
            return
        now, left = clock.tick(), _seconds_left(caller)
        known = KnownCaller(caller.principal, now + min(REMEMBERED_S, left), now + left)
        self._known[digest_of(kind, shown)] = known

    def believed(self, kind: Kind, shown: str) -> Principal | None:
        """Whoever showed this credential and was known when the database was last heard. Ask only where it can't be read."""
        found = self._stale.get(digest_of(kind, shown))
        return found.principal if found and clock.tick() < found.ends else None

    def disown(self, kind: Kind, shown: str) -> None:
        """The database has said that this credential opens nothing."""
        self._stale.drop(digest_of(kind, shown))

    def forget(self, name: str) -> None:
        """Forget a user, or the members of an organization, by id; everybody for `*`."""
        if name == "*" and not self._listener.is_current:
            now = clock.tick()
            self._stale.put((digest, known) for digest, known in self._known.items() if known.until > now)
        else:
            self._stale.drop_where(lambda known: name == "*" or name in _names(known.principal))
        gone = [each for each, known in self._known.items() if name == "*" or name in _names(known.principal)]
        for digest in gone:
            del self._known[digest]

    def _look_at_keys(self) -> None:
        """A ring of keys that has changed may have lost the key of a token that was believed."""
        if (present := callers.signing_state()) is not self._signing:
            self._signing = present
            self.forget("*")


def _seconds_left(caller: Caller) -> float:
    return math.inf if caller.until is None else (caller.until - clock.now()).total_seconds()


def _names(principal: Principal) -> tuple[str, str]:
    return str(principal.user_id), str(principal.organization_id)


known_callers = KnownCallers(change_listener)
