"""Who opens a WebSocket, told to whoever serves it: HTTP's layers don't see it."""

from tonebridge.gateway.client_address import client_address
from tonebridge.gateway.exchange import App, Receive, Scope, Send
from tonebridge.gateway.framing import combined


class ClientAddress:
    """Puts the client's address into the scope as `tonebridge.client_ip`, found as a request's is."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        peer = (scope.get("client") or ("", 0))[0]
        forwarded_for = combined(scope["headers"]).get("x-forwarded-for", "")
        known = {**scope, "tonebridge.client_ip": client_address(peer, forwarded_for)}
        await self.app(known, receive, send)
