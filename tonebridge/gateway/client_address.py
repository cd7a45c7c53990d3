"""The address of the client: the peer's, or what a trusted proxy says it is."""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.conf import settings

Networks = tuple[IPv4Network | IPv6Network, ...]


def client_address(peer: str, forwarded_for: str) -> str:
    """Walk X-Forwarded-For from the right past trusted proxies; a header from anyone else counts for nothing."""
    address = peer
    for hop in reversed([part.strip() for part in forwarded_for.split(",") if part.strip()]):
        if not within(address, tuple(settings.TRUSTED_PROXIES)):
            break
        address = hop
    return address


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
