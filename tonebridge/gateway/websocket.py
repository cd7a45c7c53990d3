"""WebSockets as connections of an address: they count like any other for as long as they are open."""

import asyncio

from uvicorn.protocols.websockets.websockets_impl import WebSocketProtocol

from tonebridge.gateway.peers import peers

CLOSE_S = 2.0
"""How long each of the four steps of a close may take, all of them less than `live_watch.END_S`: the peer may read nothing any more."""


class CountedWebSocket(WebSocketProtocol):
    """Takes over the place of the HTTP connection that it was (`tonebridge.serving.bounded_protocol`)."""

    _address: str | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """The handshake begins."""
        super().connection_made(transport)
        address = self.client[0] if self.client else ""
        if peers.enter(address) == "admitted":
            self._address = address

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """As the product wants it, and not because the peer broke the protocol: then what it goes on sending is read for longer, so that
        it hears the reason.
        """
        self.close_timeout = CLOSE_S
        await super().close(code, reason)

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        if self._address is not None:
            peers.leave(self._address)
            self._address = None
        super().connection_lost(exc)
