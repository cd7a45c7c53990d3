"""The address of the client: the peer's, or what a trusted proxy says it is."""

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_network

from django.conf import settings

from tonebridge.limits.sites import normalized_address, parsed_address

PASSED_ON = frozenset({"forwarded", "via", "x-real-ip"})
"""Headers of proxies, besides all that begin with `x-forwarded-`."""
IPV4_IN_IPV6_BITS = 96
"""Of `::ffff:0:0/96`, where IPv6 has the addresses of IPv4."""
Networks = tuple[IPv4Network | IPv6Network, ...]


def client_address(peer: str, forwarded_for: str) -> str:
    """Walk X-Forwarded-For from the right past trusted proxies; a header from anyone else counts for nothing. What is no address
    ends the walk: the last proxy's stands for whomever it asks for.
    """
    return _walk(peer, forwarded_for)[0]


def _walk(peer: str, forwarded_for: str) -> tuple[str, bool]:
    """The last address on the way, and whether it was reached before what is no address."""
    address, trusted = normalized_address(peer), tuple(settings.TRUSTED_PROXIES)
    for hop in reversed([part.strip() for part in forwarded_for.split(",") if part.strip()]):
        if not within(address, trusted):
            break
        if (named := parsed_address(hop)) is None:
            return address, False
        address = str(named)
    return address, True


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
    forwarded_for = headers.get("x-forwarded-for", "")
    return (
        within(peer, tuple(settings.TRUSTED_PROXIES))
        and bool(forwarded_for.strip(", "))
        and _walk(peer, forwarded_for)[1]
    )


def within(address: str, networks: tuple[str, ...]) -> bool:
    """Whether an address lies in one of the networks. What is no address lies in none."""
    found = parsed_address(address)
    return found is not None and any(found in network for network in _parsed(networks))


@lru_cache(maxsize=8)
def _parsed(networks: tuple[str, ...]) -> Networks:
    return tuple(_as_ipv4(ip_network(network, strict=False)) for network in networks)


def _as_ipv4(network: IPv4Network | IPv6Network) -> IPv4Network | IPv6Network:
    """A network of IPv4 that is written as IPv6 holds those addresses as `parsed_address` has them."""
    inside = parsed_address(str(network.network_address))
    if network.prefixlen < IPV4_IN_IPV6_BITS or network.version == 4 or not isinstance(inside, IPv4Address):
        return network
    return IPv4Network((inside, network.prefixlen - IPV4_IN_IPV6_BITS))
