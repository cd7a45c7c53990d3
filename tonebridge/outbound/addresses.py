"""Which addresses belong to the public internet, and what names resolve to."""

import socket
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooSlow
from ipaddress import ip_address, ip_network
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from tonebridge.outbound.lookups import TooMany, lookups

ALSO_PRIVATE = tuple(
    map(
        ip_network,
        (
            "168.63.129.16/32",  # Azure's own services, which answer machines inside
            "192.0.0.0/24",  # IETF protocols, and Oracle's metadata; Python before 3.12 takes it for public
            "192.88.99.0/24",  # relays of 6to4, and
            "2002::/16",  # what they carry: an IPv4 address, perhaps a private one
            "fec0::/10",  # what sites called their own before fc00::/7
        ),
    )
)
"""What isn't private by its number, and leads inside all the same."""
RESOLVE_S = 3.0
"""How long anybody waits for a name."""
LONGEST = 500


Why = Literal["form", "not_https", "unresolved", "private"]


class Refused(Exception):
    """An address that isn't called, and why; never what a name resolves to."""

    def __init__(self, why: Why) -> None:
        super().__init__(f"address refused: {why}")
        self.why = why


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet's, whatever form it is written in."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if any(found in network for network in ALSO_PRIVATE):
        return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def resolve(host: str, port: int) -> tuple[str, ...]:
    """The IP addresses of a name, as the system finds them. Raises Refused where there are none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused("unresolved") from error
    return tuple(dict.fromkeys(str(place[0]) for *_kind, place in found))


def public_addresses(host: str, port: int) -> tuple[str, ...]:
    """The same, where all of them are public: one that isn't might be the one that is called. Raises Refused."""
    found = resolve(host, port)
    if not found or not all(is_public(address) for address in found):
        raise Refused("private")
    return found


def check_address(url: str, *, owner: str = "", private_allowed: bool = False) -> str:
    """The address in its plain form. Raises Refused, and takes at most `RESOLVE_S` to resolve the name. `owner`: whose names are
    counted together.

    With `private_allowed` any http or https address will do, and no name is resolved.
    """
    parts, schemes = _parts(url), ("http", "https") if private_allowed else ("https",)
    if parts.scheme not in schemes:
        raise Refused("not_https")
    if not parts.hostname or parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise Refused("form")
    if not private_allowed:
        _resolve_in_time(owner, parts.hostname, _port(parts))
    return parts.geturl().rstrip("/")


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        port = _port(parts)
    except ValueError as error:
        raise Refused("form") from error
    if (
        len(url) > LONGEST
        or not port
        or not url.isascii()
        or any(ord(letter) <= 32 or letter in "\\\x7f" for letter in url.strip())
    ):
        raise Refused("form")
    return parts


def _port(parts: SplitResult) -> int:
    return (443 if parts.scheme == "https" else 80) if parts.port is None else parts.port


def looked_up(owner: str, host: str, port: int) -> "Future[tuple[str, ...]]":
    """The public addresses of a name, once they are found. Raises Refused where too many of the owner's are under way."""
    try:
        return lookups().begin((owner, host, port), public_addresses)
    except TooMany as error:
        raise Refused("unresolved") from error


def _resolve_in_time(owner: str, host: str, port: int) -> None:
    try:
        looked_up(owner, host, port).result(timeout=RESOLVE_S)
    except TooSlow as error:
        raise Refused("unresolved") from error
