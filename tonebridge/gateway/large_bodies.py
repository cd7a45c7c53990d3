"""The rest of a large body, once it is known who sends it: a stranger's is neither taken nor kept."""

from collections.abc import Awaitable

from django.conf import settings

from apps.accounts.queries.credentials import principal_of_session
from tonebridge.errors import PayloadTooLarge, Unauthorized
from tonebridge.gateway.cookies import cookies
from tonebridge.gateway.credentials import is_for_everybody
from tonebridge.gateway.deadlines import seconds_of
from tonebridge.gateway.exchange import App, Exchange, Receive, Scope, Send, answer, exchange_of
from tonebridge.gateway.incoming import Incoming
from tonebridge.resilience import deadline
from tonebridge.resilience.threads import in_thread


class LargeBodies:
    """Reads on for those who have signed in. Nothing small waits here: the next layer is asked directly."""

    def __init__(self, app: App) -> None:
        self.app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        body = exchange_of(scope).incoming
        return self.app(scope, receive, send) if body is None else self._read(body, scope, receive, send)

    async def _read(self, body: Incoming, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        if exchange.principal is None and not await _is_of_somebody(exchange):
            return await _to_sign_in(send)
        await body.read_all()
        exchange.take_in(body)
        with deadline.lifted(), deadline.within(seconds_of(exchange)):  # from now on, not from the first byte
            await self.app(scope, receive, send)
        return None


async def _is_of_somebody(exchange: Exchange) -> bool:
    """Whether a page's session is shown. Raises PayloadTooLarge or Unauthorized under /api/."""
    if is_for_everybody(exchange.path):
        raise PayloadTooLarge  # nobody needs a large body there
    if exchange.path.startswith("/api/"):
        raise Unauthorized
    session = cookies(exchange.headers).get(settings.SESSION_COOKIE_NAME)
    return bool(session) and await in_thread(principal_of_session, session or "") is not None


async def _to_sign_in(send: Send) -> None:
    """What pages answer to a visitor who has to sign in."""
    headers = (("Location", f"{settings.LOGIN_URL}?next=/"), ("Connection", "close"))
    await answer(send, 302, b"", "text/plain; charset=utf-8", headers)
