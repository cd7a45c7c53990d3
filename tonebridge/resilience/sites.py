"""Who counts as one caller, where addresses are counted."""

from ipaddress import ip_address, ip_network

IPV6_SITE_BITS = 64
"""A household or office has a whole /64, and could change its address at will inside of it."""


def site_of_address(address: str) -> str:
    """The address itself; of an IPv6 address its /64. What is no address stays as it is."""
    try:
        is_v6 = ip_address(address).version == 6
    except ValueError:
        return address
    return str(ip_network(f"{address}/{IPV6_SITE_BITS}", strict=False)) if is_v6 else address


IPV4_NETWORK_BITS, IPV6_NETWORK_BITS = 24, 48


def network_of_address(address: str) -> str:
    """The /24 of an IPv4 address, the /48 of an IPv6 one: where somebody is, about. What is no address stays as it is."""
    try:
        bits = IPV6_NETWORK_BITS if ip_address(address).version == 6 else IPV4_NETWORK_BITS
    except ValueError:
        return address
    return str(ip_network(f"{address}/{bits}", strict=False))
