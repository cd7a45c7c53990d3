"""The address of the client: the peer's, or what a trusted proxy says it is."""

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.conf import settings

PASSED_ON = frozenset({"forwarded", "via", "x-real-ip"})
"""Headers of proxies, besides all that begin with `x-forwarded-`."""
Networks = tuple[IPv4Network | IPv6Network, ...]


def client_address(peer: str, forwarded_for: str) -> str:
    """Walk X-Forwarded-For from the right past trusted proxies; a header from anyone else counts for nothing."""
    address = peer
    for hop in reversed([part.strip() for part in forwarded_for.split(",") if part.strip()]):
        if not within(address, tuple(settings.TRUSTED_PROXIES)):
            break
        address = hop
    return address


def without_hearsay(peer: str, headers: dict[str, str]) -> dict[str, str]:
    """Where proxies are named, nobody else says that a call came to them over TLS."""
    trusted = tuple(settings.TRUSTED_PROXIES)
    if not trusted or "x-forwarded-proto" not in headers or within(peer, trusted):
        return headers
    return {name: value for name, value in headers.items() if name != "x-forwarded-proto"}


def is_as_it_came(peer: str, headers: Mapping[str, str]) -> bool:
    """Whether `client_address` is the caller's own: nobody stands between, or a trusted proxy says for whom it asks.

    Behind a proxy that isn't named, everybody has that proxy's address, and on the same machine the loopback one.
    """
    if not any(name in PASSED_ON or name.startswith("x-forwarded-") for name in headers):
        return True
    return within(peer, tuple(settings.TRUSTED_PROXIES)) and bool(headers.get("x-forwarded-for", "").strip(", "))


def within(address: str, networks: tuple[str, ...]) -> bool:
    """Whether an address lies in one of the networks. What is no address lies in none."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in _parsed(networks))


@lru_cache(maxsize=8)
def _parsed(networks: tuple[str, ...]) -> Networks:
    return tuple(ip_network(network, strict=False) for network in networks)
