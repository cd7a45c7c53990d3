"""Callers that this process knows: who showed what, remembered for half a minute and forgotten when anything changes.

The key is the SHA-256 of the whole credential: two tokens that begin alike never meet. Nothing is remembered and nothing
found while the database isn't listened to (`tonebridge.changes`).
"""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Literal

from apps.accounts.contracts import Caller, Principal
from apps.accounts.queries.credentials import signing_state
from tonebridge.changes.ear import Ear, ear
from tonebridge.resilience import clock

Kind = Literal["bearer", "key"]
MOST, REMEMBERED_S = 10_000, 30.0


@dataclass(slots=True, eq=False)
class KnownCaller:
    """A caller, and until when (`clock.tick`) they are known."""

    principal: Principal
    until: float


class KnownCallers:
    """The most recently seen ones. For the event loop alone: nothing here is locked."""

    def __init__(self, listening: Ear) -> None:
        self._ear = listening
        self._known: OrderedDict[bytes, KnownCaller] = OrderedDict()
        self._signing: object = None
        for kind in ("user", "organization"):
            listening.on(kind, self.forget)
        listening.on("plans", lambda _code: self.forget("*"))
        listening.each_beat(self._look_at_keys)

    def find(self, kind: Kind, shown: str) -> KnownCaller | None:
        """Whoever showed this credential, if it is known and still holds."""
        return self.at(digest_of(kind, shown))

    def at(self, digest: bytes) -> KnownCaller | None:
        """The same by the credential's digest (`digest_of`)."""
        found = self._known.get(digest)
        if found is None or found.until <= clock.tick() or not self._ear.hears:
            return None
        return found

    @property
    def moment(self) -> int:
        """Ask before reading a caller, and give it to `remember`: what was read while something changed isn't kept."""
        return self._ear.count

    def remember(self, kind: Kind, shown: str, caller: Caller, moment: int) -> None:
        """Know the caller from now on."""
        if not self._ear.hears or moment != self._ear.count:
            return
        self._known[digest_of(kind, shown)] = KnownCaller(caller.principal, clock.tick() + _seconds_left(caller))
        if len(self._known) > MOST:
            self._known.popitem(last=False)

    def forget(self, name: str) -> None:
        """Forget a user, or the members of an organization, by id; everybody for `*`."""
        gone = [each for each, known in self._known.items() if name == "*" or name in _names(known.principal)]
        for digest in gone:
            del self._known[digest]

    def _look_at_keys(self) -> None:
        """A ring of keys that has changed may have lost the key of a token that was believed."""
        if (present := signing_state()) is not self._signing:
            self._signing = present
            self.forget("*")


def digest_of(kind: Kind, shown: str) -> bytes:
    """All of the credential counts, and where it was shown: a token is no key."""
    return hashlib.sha256(f"{kind} {shown}".encode("utf-8", "surrogatepass")).digest()


def _seconds_left(caller: Caller) -> float:
    if caller.until is None:
        return REMEMBERED_S
    return min(REMEMBERED_S, (caller.until - clock.now()).total_seconds())


def _names(principal: Principal) -> tuple[str, str]:
    return str(principal.user_id), str(principal.organization_id)


known_callers = KnownCallers(ear)
