"""How often one site of addresses may show credentials that are wrong.

Each refusal takes a token of the site's bucket, which all processes share. Once it is empty, nothing is looked up for
that site until there is a token again: what is refused costs neither a thread nor a query. Callers whom the process
knows aren't asked, whatever others of their site do.
"""

import math
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings

from tonebridge.errors import RateLimited
from tonebridge.resilience import clock
from tonebridge.resilience.leases import leases
from tonebridge.resilience.sites import site_of_address
from tonebridge.resilience.threads import in_thread
from tonebridge.resilience.token_bucket import Rate

Found = TypeVar("Found")
MOST_SITES = 10_000


class RefusedCredentials:
    """The sites that have used up their refusals, until when. For the event loop alone."""

    def __init__(self) -> None:
        self._until: OrderedDict[str, float] = OrderedDict()

    def check(self, address: str) -> None:
        """Raises RateLimited where the address's site has shown too much that was wrong."""
        wait_s = self._until.get(site_of_address(address), 0.0) - clock.tick() if self._until else 0.0
        if wait_s > 0:
            raise RateLimited(retry_after_s=math.ceil(wait_s))

    async def count(self, address: str) -> None:
        """Something wrong was shown from there."""
        site = site_of_address(address)
        verdict = await leases.take(f"refused-credentials:{site}", Rate(settings.GATEWAY_REFUSED_PER_MINUTE, 60))
        if verdict.remaining < 1:
            self._until[site] = clock.tick() + max(verdict.wait_s, 60 / settings.GATEWAY_REFUSED_PER_MINUTE)
            self._until.move_to_end(site)
        if len(self._until) > MOST_SITES:
            self._until.popitem(last=False)

    async def found(self, address: str, find: Callable[[], Found | None]) -> Found | None:
        """What `find` says, in a thread, of something that was shown from there: None was wrong, and counts. Raises RateLimited
        after too much that was.
        """
        self.check(address)
        found = await in_thread(find)
        if found is None:
            await self.count(address)
        return found

    def forget(self) -> None:
        """All sites begin anew."""
        self._until.clear()


refused_credentials = RefusedCredentials()
