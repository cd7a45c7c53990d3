"""Reading files and large bodies, and writing files, takes turns: whoever asks for little finds a thread beside it.

A request has one turn, until its answer begins. What is written while it is read has one a piece (`django_bridge.py`).
"""

from collections.abc import Awaitable

from django.conf import settings

from tonebridge.callers.principal import Principal
from tonebridge.gateway.asgi_types import App, Message, Receive, Scope, Send
from tonebridge.gateway.credentials import ask_again, reader_of
from tonebridge.gateway.exchange import Exchange, exchange_of
from tonebridge.gateway.lanes import all_lanes
from tonebridge.gateway.signature import ensure_signed
from tonebridge.limits.sites import site_of_address
from tonebridge.resilience.turns import Turns


class HeavyWork:
    """One piece a person at once, and half of the threads for all together, rounded down: one where there are three, as by default. The
    others wait without one, for a while: then 503, or 429 where a person sends more than that.
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self.turns = Turns(max(1, int(settings.GATEWAY_THREADS * settings.GATEWAY_HEAVY_SHARE)))

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        exchange = exchange_of(scope)
        exchange.turns = self.turns
        return (self._in_turn if is_heavy(exchange) else self.app)(scope, receive, send)

    async def _in_turn(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        async with self.turns.taken(whose(exchange.principal or await _of_page(exchange), exchange)) as turn:
            if turn.was_awaited:
                await ask_again(exchange)
                ensure_signed(exchange)

            async def telling(message: Message) -> None:
                if message["type"] == "http.response.start":
                    turn.answered()  # a reader who takes their time keeps nobody waiting
                await send(message)

            await self.app(scope, receive, telling)


def is_heavy(exchange: Exchange) -> bool:
    """Whether a file is read or written, or a body that is larger than a message.

    What a lane is sent isn't: it is parsed, within bounds, and then a model may write for long, which holds no thread.
    """
    if len(exchange.body) > settings.BODY_BYTES_BEFORE_CREDENTIALS:
        return (exchange.method, exchange.path) not in all_lanes()
    if exchange.path.endswith(settings.GATEWAY_EXPORT_PATHS):
        return True
    return exchange.changes_something and exchange.path.endswith(settings.GATEWAY_HEAVY_PATHS)


def whose(principal: Principal | None, exchange: Exchange) -> str:
    """A person, whatever they show; those who haven't proven an address, and strangers, by where they call from."""
    if principal is not None and principal.email_verified:
        return str(principal.user_id)
    return site_of_address(exchange.client_ip)


async def _of_page(exchange: Exchange) -> Principal | None:
    return None if exchange.is_api else await reader_of(exchange)
