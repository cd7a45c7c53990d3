"""Who counts as one caller, where addresses are counted."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

WRITTEN = re.compile(r"\[([^\]]*)\](?::[0-9]{1,5})?|([^:]*):[0-9]{1,5}")
"""An address in brackets, with or without a port, or one of IPv4 with a port."""


def parsed_address(text: str) -> IPv4Address | IPv6Address | None:
    """The address that a socket or a proxy names, without brackets, port and zone; one of IPv4 that is written as IPv6
    (`::ffff:192.0.2.1`, RFC 4291 §2.5.5.2) is one of IPv4. None for what is no address.
    """
    written = WRITTEN.fullmatch(text)
    try:
        found = ip_address(written[1] or written[2] if written else text)
    except ValueError:
        return None
    if isinstance(found, IPv4Address):
        return found
    return found.ipv4_mapped or IPv6Address(int(found))


def normalized_address(text: str) -> str:
    """The same as text, in its one spelling. What is no address stays as it is."""
    return str(parsed_address(text) or text)


IPV6_SITE_BITS = 64
"""A household or office has a whole /64, and could change its address at will inside of it."""


def site_of_address(address: str) -> str:
    """The address itself; of an IPv6 address its /64. What is no address stays as it is."""
    found = parsed_address(address)
    if found is None:
        return address
    return str(found if found.version == 4 else ip_network((found, IPV6_SITE_BITS), strict=False))


IPV4_NETWORK_BITS, IPV6_NETWORK_BITS = 24, 48


def network_of_address(address: str) -> str:
    """The /24 of an IPv4 address, the /48 of an IPv6 one: where somebody is, about. What is no address stays as it is."""
    found = parsed_address(address)
    if found is None:
        return address
    bits = IPV4_NETWORK_BITS if found.version == 4 else IPV6_NETWORK_BITS
    return str(ip_network((found, bits), strict=False))
