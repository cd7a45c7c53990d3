"""WebSockets as connections of an address: they count like any other for as long as they are open."""

import asyncio

from uvicorn.protocols.websockets.websockets_impl import WebSocketProtocol

from tonebridge.gateway.peers import peers


class CountedWebSocket(WebSocketProtocol):
    """Takes over the place of the HTTP connection that it was (`patience.py`)."""

    _address: str | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """The handshake begins."""
        super().connection_made(transport)
        address = self.client[0] if self.client else ""
        if peers.enter(address) == "admitted":
            self._address = address

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        if self._address is not None:
            peers.leave(self._address)
            self._address = None
        super().connection_lost(exc)
