"""The rest of a large body, once it is known who sends it: a stranger's is neither taken nor kept."""

from collections.abc import Awaitable

from django.conf import settings

from tonebridge.callers.principal import Principal
from tonebridge.errors import PayloadTooLarge, Unauthorized
from tonebridge.gateway.asgi_types import App, Receive, Scope, Send
from tonebridge.gateway.credentials import ask_again, is_for_everybody, reader_of
from tonebridge.gateway.deadlines import seconds_of
from tonebridge.gateway.exchange import Exchange, answer, exchange_of
from tonebridge.gateway.incoming import Incoming
from tonebridge.gateway.rate_limit import count_call
from tonebridge.resilience import deadline


class LargeBodies:
    """Reads on for those who have signed in. Nothing small waits here: the next layer is asked directly."""

    def __init__(self, app: App) -> None:
        self.app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        body = exchange_of(scope).incoming
        return self.app(scope, receive, send) if body is None else self._read(body, scope, receive, send)

    async def _read(self, body: Incoming, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        principal = exchange.principal or await _of_page(exchange)
        if principal is None:
            return await _to_sign_in(send)
        await count_call(exchange)
        await body.read_all(str(principal.user_id) if principal.email_verified else None)
        exchange.take_in(body)
        with deadline.lifted(), deadline.within(seconds_of(exchange)):  # from now on, not from the first byte
            await ask_again(exchange)  # it may have taken its time
            await self.app(scope, receive, send)
        return None


async def _of_page(exchange: Exchange) -> Principal | None:
    """By a page's session, where one is shown. Raises PayloadTooLarge or Unauthorized under /api/, and RateLimited after too many that
    are nobody's.
    """
    if is_for_everybody(exchange.path):
        raise PayloadTooLarge  # nobody needs a large body there
    if exchange.path.startswith("/api/"):
        raise Unauthorized
    return await reader_of(exchange)


async def _to_sign_in(send: Send) -> None:
    """What pages answer to a visitor who has to sign in."""
    headers = (("Location", f"{settings.LOGIN_URL}?next=/"), ("Connection", "close"))
    await answer(send, 302, b"", "text/plain; charset=utf-8", headers)
