"""A WebSocket at an address where there is none: the handshake is refused with 403, as one without a ticket is."""

from tonebridge.gateway.asgi_types import Receive, Scope, Send


async def unknown_websocket(scope: Scope, receive: Receive, send: Send) -> None:
    """Says nothing more than that: who may not come in isn't told what is there."""
    await receive()
    await send({"type": "websocket.close", "code": 4404, "reason": ""})
