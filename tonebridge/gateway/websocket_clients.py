"""Who opens a WebSocket, and the request's name, told to whoever serves it: HTTP's layers don't see it."""

from tonebridge.gateway.asgi_types import App, Message, Receive, Scope, Send
from tonebridge.gateway.client_address import client_address
from tonebridge.gateway.framing import combined
from tonebridge.gateway.request_id import named
from tonebridge.telemetry import context


class WebSocketClient:
    """Puts the client's address into the scope as `tonebridge.client_ip`, found as a request's is; the connection is named as a
    request is, in and out, and so is all that is done on it.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = combined(scope["headers"])
        peer = (scope.get("client") or ("", 0))[0]
        address, name = client_address(peer, headers.get("x-forwarded-for", "")), named(headers)

        async def send_named(message: Message) -> None:
            if message["type"] == "websocket.accept":
                message["headers"] = [*(message.get("headers") or ()), (b"x-request-id", name.encode())]
            await send(message)

        with context.request(name, address, headers.get("user-agent", "")):
            await self.app({**scope, "tonebridge.client_ip": address}, receive, send_named)
