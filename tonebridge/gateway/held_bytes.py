"""How much this process holds of requests that aren't answered yet, and on whose behalf.

What comes in one small piece isn't counted: it is worked on at once. For the event loop alone: nothing here is locked.
"""

from django.conf import settings

from tonebridge.errors import RateLimited, Unavailable
from tonebridge.resilience.sites import site_of_address
from tonebridge.telemetry.shed_requests import count_shed

RETRY_AFTER_S = 2


class HeldBytes:
    """Bytes in all, those of callers who aren't known yet, and by address."""

    def __init__(self) -> None:
        self.total = self.unknown = 0
        self.by_site: dict[str, int] = {}

    def take_from_unknown(self, size: int) -> bool:
        """Room for bytes of somebody whose head isn't whole; False where there is none."""
        if self.unknown + size > settings.GATEWAY_HELD_BYTES_UNKNOWN or self.total + size > settings.GATEWAY_HELD_BYTES:
            count_shed("held_bytes")
            return False
        self.total += size
        self.unknown += size
        return True

    def give_back_to_unknown(self, size: int) -> None:
        """They are no longer held."""
        self.total -= size
        self.unknown -= size


class Held:
    """What is held of one body."""

    __slots__ = ("_budget", "_is_known", "_site", "_size")

    def __init__(self, budget: HeldBytes, address: str) -> None:
        self._budget, self._site = budget, site_of_address(address)
        self._size, self._is_known = 0, False

    def add(self, size: int) -> None:
        """More of it has come. Raises RateLimited where an address holds too much, Unavailable where all together do."""
        if not size:
            return
        of_site = self._budget.by_site.get(self._site, 0) + size
        if of_site > settings.GATEWAY_HELD_BYTES_AN_ADDRESS:
            raise RateLimited(retry_after_s=RETRY_AFTER_S)
        if self._is_known:
            self._take_from_all(size)
        elif not self._budget.take_from_unknown(size):
            raise Unavailable(retry_after_s=RETRY_AFTER_S)
        self._budget.by_site[self._site] = of_site
        self._size += size

    def _take_from_all(self, size: int) -> None:
        if self._budget.total + size > settings.GATEWAY_HELD_BYTES:
            count_shed("held_bytes")
            raise Unavailable(retry_after_s=RETRY_AFTER_S)
        self._budget.total += size

    def is_of_somebody_known(self) -> None:
        """Its sender has signed in: others' share is theirs again."""
        if not self._is_known:
            self._is_known = True
            self._budget.unknown -= self._size

    def release(self) -> None:
        """The request is answered."""
        if not self._size:
            return
        self._budget.total -= self._size
        self._budget.unknown -= 0 if self._is_known else self._size
        left = self._budget.by_site.pop(self._site) - self._size
        if left:
            self._budget.by_site[self._site] = left
        self._size = 0


held_bytes = HeldBytes()
