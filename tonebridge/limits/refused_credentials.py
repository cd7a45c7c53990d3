"""How often one site of addresses may show credentials that are wrong.

Each refusal takes a token of the site's bucket, which all processes share. Once it is empty, nothing is looked up for
that site until there is a token again: what is refused costs neither a thread nor a query. What was right when this process
saw it last is looked up all the same, whatever others of the site do, until it is wrong for the first time.
"""

import math
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from django.conf import settings

from tonebridge.bounded_dict import BoundedDict
from tonebridge.errors import RateLimited
from tonebridge.limits.leases import leases
from tonebridge.limits.request_limits import Limit, note
from tonebridge.limits.sites import site_of_address
from tonebridge.limits.token_bucket import Rate
from tonebridge.resilience import clock
from tonebridge.resilience.threads import in_thread

Found = TypeVar("Found")
MOST_SITES = MOST_RIGHT = 10_000


class RefusedCredentials:
    """The sites that have used up their refusals, until when. For the event loop alone, but for `right`."""

    def __init__(self) -> None:
        self._until = BoundedDict[str, float](MOST_SITES)
        self.right = RightCredentials()

    def check(self, address: str, shown: bytes) -> None:
        """Raises RateLimited where the address's site has shown too much that was wrong, and `shown`, a digest, isn't known as right."""
        wait_s = self._until.get(site_of_address(address), 0.0) - clock.tick() if self._until else 0.0
        if wait_s > 0 and not self.right.has(shown):
            note(Limit("refused-credentials", settings.GATEWAY_REFUSED_PER_MINUTE, 60, 0, wait_s), refused=True)
            raise RateLimited(retry_after_s=math.ceil(wait_s))

    async def count(self, address: str, shown: bytes) -> None:
        """Something wrong was shown from there."""
        self.right.drop(shown)
        site = site_of_address(address)
        verdict = await leases.take(f"refused-credentials:{site}", Rate(settings.GATEWAY_REFUSED_PER_MINUTE, 60))
        if verdict.remaining < 1:
            self._until[site] = clock.tick() + max(verdict.wait_s, 60 / settings.GATEWAY_REFUSED_PER_MINUTE)

    async def found(self, address: str, shown: bytes, find: Callable[[], Found | None]) -> Found | None:
        """What `find` says, in a thread, of something that was shown from there: None was wrong, and counts. Raises RateLimited
        after too much that was.
        """
        self.check(address, shown)
        found = await in_thread(find)
        if found is None:
            await self.count(address, shown)
        else:
            self.right.add(shown)
        return found

    def forget(self) -> None:
        """All sites begin anew."""
        self._until.clear()
        self.right = RightCredentials()


class RightCredentials:
    """Digests of what was right when it was last looked up, the most recently shown ones. Safe for threads.

    They open nothing: each is looked up again whenever it is shown.
    """

    def __init__(self) -> None:
        self._digests = BoundedDict[bytes, None](MOST_RIGHT)
        self._lock = Lock()

    def has(self, shown: bytes) -> bool:
        """Whether it was right."""
        return shown in self._digests

    def add(self, shown: bytes) -> None:
        """It was right."""
        with self._lock:
            self._digests[shown] = None

    def drop(self, shown: bytes) -> None:
        """It was wrong."""
        with self._lock:
            self._digests.pop(shown, None)


refused_credentials = RefusedCredentials()
