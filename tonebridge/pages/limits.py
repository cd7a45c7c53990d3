"""From where a page is asked for: what its limits count by."""

from django.http import HttpRequest

from tonebridge.limits.sites import site_of_address


def address_of(request: HttpRequest) -> str:
    """The client's address: what the front door found out, or the peer's."""
    return str(request.META.get("tonebridge.client_ip") or request.META.get("REMOTE_ADDR", ""))


def site_of(request: HttpRequest) -> str:
    """The client's address; of an IPv6 address its /64."""
    return site_of_address(address_of(request))
