"""Clients of servers that others run. To public addresses alone: what a name resolves to is looked at in the moment of connecting.

This module loads an HTTP client, so only those who call somebody import it.
"""

import asyncio
from typing import Any

import httpx2

from tonebridge.outbound.addresses import RESOLVE_S, Refused, looked_up
from tonebridge.outbound.bounding import BoundedTransport
from tonebridge.outbound.spreading import EACH, SpreadTransport

PORTS = {"https": 443, "http": 80}


class PublicTransport(httpx2.AsyncBaseTransport):
    """Resolves, looks, and connects to the very address it has looked at; the certificate has to be the name's.

    Raises ConnectError for an address that isn't public, as for one where nobody answers or whose name isn't found within
    `RESOLVE_S`. `owner`: whose names are counted together.
    """

    def __init__(self, inner: httpx2.AsyncBaseTransport, *, owner: str = "") -> None:
        self._inner, self._owner = inner, owner

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        host, scheme = request.url.host, request.url.scheme
        if scheme != "https":
            raise httpx2.ConnectError("not https", request=request)
        try:
            address = (await _found(self._owner, host, request.url.port or PORTS[scheme]))[0]
        except Refused as error:
            raise httpx2.ConnectError(str(error), request=request) from error
        request.url = request.url.copy_with(host=address)
        request.extensions = {**request.extensions, "sni_hostname": host}
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


def public_client(*, owner: str = "", most: int = EACH, timeout: float = 60.0, **options: Any) -> httpx2.AsyncClient:
    """A client for addresses that customers name, for up to `most` calls at once. `options` are `httpx2.AsyncHTTPTransport`'s."""
    transport = PublicTransport(_calls(most, trust_env=False, **options), owner=owner)
    return httpx2.AsyncClient(transport=transport, timeout=timeout, follow_redirects=False, trust_env=False)


def operators_client(*, most: int, timeout: float, **options: Any) -> httpx2.AsyncClient:
    """A client for addresses that the operator names, wherever they are. Follows nobody elsewhere either."""
    return httpx2.AsyncClient(transport=_calls(most, **options), timeout=timeout, follow_redirects=False)


def _calls(most: int, **options: Any) -> httpx2.AsyncBaseTransport:
    return BoundedTransport(SpreadTransport(most, **options))


async def _found(owner: str, host: str, port: int) -> tuple[str, ...]:
    """In time, or not at all. The look-up goes on behind it: a thread can't be ended."""
    found = asyncio.wrap_future(looked_up(owner, host, port))
    found.add_done_callback(lambda done: done.cancelled() or done.exception())
    try:
        return await asyncio.wait_for(asyncio.shield(found), RESOLVE_S)
    except TimeoutError as error:
        raise Refused("unresolved") from error
