"""Bodies of the API as documents: strict JSON, parsed when it is known who asks, and how often."""

from collections.abc import Awaitable

from tonebridge.gateway.asgi_types import App, Receive, Scope, Send
from tonebridge.gateway.credentials import is_for_everybody
from tonebridge.gateway.exchange import Exchange, exchange_of
from tonebridge.resilience.threads import in_thread
from tonebridge.rest.json_body import FEW_ELEMENTS, MOST_ELEMENTS, read_json

LARGE = 64 * 1024
"""From so many bytes on a body is parsed in a thread."""


class Documents:
    """Depth, number of elements, NaN, NUL and lone surrogates are refused. A small body takes no turn of its own, and one of
    nobody, where somebody has to show who they are, isn't looked at: its door refuses it.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        exchange = exchange_of(scope)
        if not exchange.has_json or (exchange.principal is None and not is_for_everybody(exchange.path)):
            return self.app(scope, receive, send)
        if len(exchange.body) > LARGE:
            return self._parse_in_thread(exchange, scope, receive, send)
        exchange.document = read_json(exchange.body, most=MOST_ELEMENTS if exchange.principal else FEW_ELEMENTS)
        return self.app(scope, receive, send)

    async def _parse_in_thread(self, exchange: Exchange, scope: Scope, receive: Receive, send: Send) -> None:
        exchange.document = await in_thread(read_json, exchange.body)
        await self.app(scope, receive, send)
