"""How much this process holds of requests that aren't answered yet, and on whose behalf.

What comes in one small piece isn't counted: it is worked on at once. For the event loop alone: nothing here is locked.
"""

from collections import Counter
from typing import Literal

from django.conf import settings

from tonebridge.errors import RateLimited, Unavailable
from tonebridge.limits.sites import site_of_address
from tonebridge.telemetry.shed_requests import count_shed

RETRY_AFTER_S = 2
UNKNOWN_SHARE = 0.25
"""Of what callers may hold who aren't known yet: the share of one address."""
KNOWN_SHARE = 0.75
"""Of what the process may hold: large bodies of callers who are known. The rest is left for heads and small bodies that come in pieces."""
SHARE = 0.25
"""Of what others leave of that: the share of one person, from however many addresses. So nobody holds all, nor do many."""
Verdict = Literal["taken", "full", "too many"]
Shares = tuple[str, ...]
UNVERIFIED = "unverified"


class HeldBytes:
    """Bytes in all, those of callers who aren't known yet, and both by address; of those who are known by person, too.

    Persons are given as shares, the widest first: accounts that are quickly made have one together, and in it one each.
    """

    def __init__(self) -> None:
        self.total = self.unknown = 0
        self.by_site, self.by_person, self.unknown_by_site = Counter[str](), Counter[str](), Counter[str]()

    def take_from_known(self, size: int, shares: Shares) -> Verdict:
        """Room for more of a large body."""
        verdict = self._room_for_known(size, shares)
        if verdict == "taken":
            self.total += size
            self._add(size, shares)
        else:
            count_shed("held_bytes" if verdict == "full" else "held_bytes_of_person")
        return verdict

    def _room_for_known(self, size: int, shares: Shares) -> Verdict:
        if self.total + size > settings.GATEWAY_HELD_BYTES:
            return "full"
        most = room = settings.GATEWAY_HELD_BYTES * KNOWN_SHARE
        held = self.total - self.unknown
        for share in shares:
            most, room = most * SHARE, (room - held + self.by_person[share]) * SHARE
            held = self.by_person[share]
            if held + size > room:
                return "too many" if share == shares[-1] and held + size > most else "full"
        return "taken"

    def _add(self, size: int, shares: Shares) -> None:
        for share in shares:
            self.by_person[share] += size

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

    def is_known(self, size: int, site: str, shares: Shares) -> None:
        """Whose they are is known by now: others' share is theirs again."""
        if size:
            self.unknown -= size
            _subtract(self.unknown_by_site, site, size)
            self._add(size, shares)

    def give_back(self, size: int, site: str, shares: Shares) -> None:
        """They are no longer held."""
        self.total -= size
        for share in shares:
            _subtract(self.by_person, share, size)
        _subtract(self.by_site, site, size)


def _subtract(counts: Counter[str], name: str, size: int) -> None:
    """A name without bytes isn't kept."""
    counts[name] -= size
    if not counts[name]:
        del counts[name]


class Held:
    """What is held of one body."""

    __slots__ = ("_budget", "_is_known", "_shares", "_site", "_size")

    def __init__(self, budget: HeldBytes, address: str) -> None:
        self._budget, self._site = budget, site_of_address(address)
        self._size, self._is_known, self._shares = 0, False, Shares()

    def add(self, size: int) -> None:
        """More of it has come. Raises RateLimited where an address or a person holds too much, Unavailable where all together do."""
        if not size:
            return
        if self._budget.by_site[self._site] + size > settings.GATEWAY_HELD_BYTES_AN_ADDRESS:
            count_shed("held_bytes_of_address")
            raise RateLimited(retry_after_s=RETRY_AFTER_S)
        verdict = self._take(size)
        if verdict != "taken":
            raise (Unavailable if verdict == "full" else RateLimited)(retry_after_s=RETRY_AFTER_S)
        self._budget.by_site[self._site] += size
        self._size += size

    def _take(self, size: int) -> Verdict:
        if self._is_known:
            return self._budget.take_from_known(size, self._shares)
        return self._budget.take_from_unknown(size, self._site)

    def is_of(self, person: str | None) -> None:
        """Its sender has signed in: a `person`, or None for one of those whose accounts are quickly made."""
        if not self._is_known:
            self._is_known = True
            self._shares = (person,) if person else (UNVERIFIED, f"{UNVERIFIED} {self._site}")
            self._budget.is_known(self._size, self._site, self._shares)

    def release(self) -> None:
        """The request is answered."""
        if not self._size:
            return
        self.is_of(None)
        self._budget.give_back(self._size, self._site, self._shares)
        self._size = 0


held_bytes = HeldBytes()
