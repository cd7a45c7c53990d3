"""How many connections are open in this process, and from which addresses."""

from functools import lru_cache
from typing import Literal

from django.conf import settings

from tonebridge.gateway.client_address import within
from tonebridge.limits.sites import site_of_address
from tonebridge.telemetry.shed_requests import count_shed

Verdict = Literal["admitted", "full", "too many"]


class Peers:
    """Open connections by the peer's site. Proxies that are trusted speak for many: they are counted in all, and not by address."""

    def __init__(self) -> None:
        self.total = 0
        self.by_site: dict[str, int] = {}

    def enter(self, address: str) -> Verdict:
        """Whether there is room for one more of this peer. Who was admitted has to `leave`."""
        if self.total >= settings.GATEWAY_CONNECTIONS:
            count_shed("connections")
            return "full"
        site = counted_as(address)
        open_now = self.by_site.get(site, 0)
        if site and open_now >= settings.GATEWAY_CONNECTIONS_AN_ADDRESS:
            count_shed("connections_of_address")
            return "too many"
        self.by_site[site] = open_now + 1
        self.total += 1
        return "admitted"

    def leave(self, address: str) -> None:
        """One has ended."""
        site = counted_as(address)
        self.total -= 1
        self.by_site[site] = self.by_site.get(site, 1) - 1
        if self.by_site[site] <= 0:
            del self.by_site[site]


def counted_as(address: str) -> str:
    """A peer's site; empty for a trusted proxy, and for a peer without an address (a socket of this machine)."""
    return _counted_as(address, tuple(settings.TRUSTED_PROXIES))


@lru_cache(maxsize=10_000)
def _counted_as(address: str, trusted: tuple[str, ...]) -> str:
    return "" if not address or within(address, trusted) else site_of_address(address)


peers = Peers()
