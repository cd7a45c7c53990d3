"""Clients of servers that others run. To public addresses alone: what a name resolves to is looked at in the moment of connecting.

This module loads an HTTP client, so only those who call somebody import it.
"""

import asyncio
from functools import partial
from typing import Any

import httpx2

from tonebridge.outbound.addresses import Refused, public_addresses
from tonebridge.outbound.bounding import BoundedTransport
from tonebridge.outbound.spreading import EACH, SpreadTransport

PORTS = {"https": 443, "http": 80}


class PublicTransport(httpx2.AsyncBaseTransport):
    """Resolves, looks, and connects to the very address it has looked at; the certificate has to be the name's.

    Raises ConnectError for an address that isn't public, as for one where nobody answers.
    """

    def __init__(self, inner: httpx2.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        host, scheme = request.url.host, request.url.scheme
        if scheme != "https":
            raise httpx2.ConnectError("not https", request=request)
        try:
            address = (await _looked_up(host, request.url.port or PORTS[scheme]))[0]
        except Refused as error:
            raise httpx2.ConnectError(str(error), request=request) from error
        request.url = request.url.copy_with(host=address)
        request.extensions = {**request.extensions, "sni_hostname": host}
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


def public_client(*, most: int = EACH, timeout: float = 60.0, **options: Any) -> httpx2.AsyncClient:
    """A client for addresses that customers name, for up to `most` calls at once. `options` are `httpx2.AsyncHTTPTransport`'s."""
    transport = PublicTransport(_calls(most, trust_env=False, **options))
    return httpx2.AsyncClient(transport=transport, timeout=timeout, follow_redirects=False, trust_env=False)


def operators_client(*, most: int, timeout: float, **options: Any) -> httpx2.AsyncClient:
    """A client for addresses that the operator names, wherever they are. Follows nobody elsewhere either."""
    return httpx2.AsyncClient(transport=_calls(most, **options), timeout=timeout, follow_redirects=False)


def _calls(most: int, **options: Any) -> httpx2.AsyncBaseTransport:
    return BoundedTransport(SpreadTransport(most, **options))


async def _looked_up(host: str, port: int) -> tuple[str, ...]:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, partial(public_addresses, host, port))
