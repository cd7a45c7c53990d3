"""How much this process holds of requests that aren't answered yet, and on whose behalf.

What comes in one small piece isn't counted: it is worked on at once. For the event loop alone: nothing here is locked.
"""

from collections import Counter
from typing import Literal

from django.conf import settings

from tonebridge.errors import RateLimited, Unavailable
from tonebridge.resilience.sites import site_of_address
from tonebridge.telemetry.shed_requests import count_shed

RETRY_AFTER_S = 2
UNKNOWN_SHARE = 0.25
"""Of what callers may hold who aren't known yet: the share of one address."""
PERSONS_SHARE = 0.25
"""Of what the process may hold: the share of one person, from however many addresses."""
Verdict = Literal["taken", "full", "too many"]


class HeldBytes:
    """Bytes in all, those of callers who aren't known yet, and both by address; of those who are known by person, too."""

    def __init__(self) -> None:
        self.total = self.unknown = 0
        self.by_site, self.by_person, self.unknown_by_site = Counter[str](), Counter[str](), Counter[str]()

    def take_from_unknown(self, size: int, site: str) -> Verdict:
        """Room for bytes of somebody who isn't known yet. `site` is empty for those who speak for many: they have no share."""
        if not size:
            return "taken"
        verdict = self._room_for_unknown(size, site)
        if verdict == "taken":
            self.total += size
            self.unknown += size
            self.unknown_by_site[site] += size
        else:
            count_shed("held_bytes" if verdict == "full" else "held_bytes_of_address")
        return verdict

    def _room_for_unknown(self, size: int, site: str) -> Verdict:
        most = settings.GATEWAY_HELD_BYTES_UNKNOWN
        if self.unknown + size > most or self.total + size > settings.GATEWAY_HELD_BYTES:
            return "full"
        return "too many" if site and self.unknown_by_site[site] + size > most * UNKNOWN_SHARE else "taken"

    def give_back_to_unknown(self, size: int, site: str) -> None:
        """They are no longer held."""
        self.total -= size
        self.unknown -= size
        _subtract(self.unknown_by_site, site, size)

    def is_known(self, size: int, site: str, person: str) -> None:
        """Whose they are is known by now: others' share is theirs again."""
        if size:
            self.unknown -= size
            _subtract(self.unknown_by_site, site, size)
            self.by_person[person] += size

    def give_back(self, size: int, site: str, person: str) -> None:
        """They are no longer held."""
        self.total -= size
        _subtract(self.by_person, person, size)
        _subtract(self.by_site, site, size)


def _subtract(counts: Counter[str], name: str, size: int) -> None:
    """A name without bytes isn't kept."""
    counts[name] -= size
    if not counts[name]:
        del counts[name]


class Held:
    """What is held of one body."""

    __slots__ = ("_budget", "_is_known", "_person", "_site", "_size")

    def __init__(self, budget: HeldBytes, address: str) -> None:
        self._budget, self._site = budget, site_of_address(address)
        self._size, self._is_known, self._person = 0, False, ""

    def add(self, size: int) -> None:
        """More of it has come. Raises RateLimited where an address holds too much, Unavailable where all together do."""
        if not size:
            return
        if self._budget.by_site[self._site] + size > settings.GATEWAY_HELD_BYTES_AN_ADDRESS:
            count_shed("held_bytes_of_address")
            raise RateLimited(retry_after_s=RETRY_AFTER_S)
        if self._is_known:
            self._take_from_all(size)
        else:
            self._take_from_unknown(size)
        self._budget.by_site[self._site] += size
        self._size += size

    def _take_from_unknown(self, size: int) -> None:
        verdict = self._budget.take_from_unknown(size, self._site)
        if verdict != "taken":
            raise (Unavailable if verdict == "full" else RateLimited)(retry_after_s=RETRY_AFTER_S)

    def _take_from_all(self, size: int) -> None:
        if self._budget.total + size > settings.GATEWAY_HELD_BYTES:
            count_shed("held_bytes")
            raise Unavailable(retry_after_s=RETRY_AFTER_S)
        if self._budget.by_person[self._person] + size > settings.GATEWAY_HELD_BYTES * PERSONS_SHARE:
            count_shed("held_bytes_of_person")
            raise RateLimited(retry_after_s=RETRY_AFTER_S)
        self._budget.total += size
        self._budget.by_person[self._person] += size

    def is_of(self, person: str) -> None:
        """Its sender has signed in."""
        if not self._is_known:
            self._is_known, self._person = True, person
            self._budget.is_known(self._size, self._site, person)

    def release(self) -> None:
        """The request is answered."""
        if not self._size:
            return
        self.is_of("")
        self._budget.give_back(self._size, self._site, self._person)
        self._size = 0


held_bytes = HeldBytes()
