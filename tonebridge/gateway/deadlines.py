"""By when an answer has to be there: the caller's wish in `X-TB-Deadline-Ms`, within bounds, or what is usual."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tonebridge.errors import FieldError, ValidationFailed
from tonebridge.gateway.asgi_types import App, Receive, Scope, Send
from tonebridge.gateway.exchange import Exchange, exchange_of
from tonebridge.resilience import deadline
from tonebridge.resilience.usual_deadlines import transform_s

HEADER = "X-TB-Deadline-Ms"
TRANSFORMS = ("/transform", "/transform/stream")
"""Ends of paths where a model may write."""


class Deadlines:
    """Sets the deadline of everything below. Whoever passes it raises TimedOut."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with deadline.within(seconds_of(exchange_of(scope))):
            await self.app(scope, receive, send)


def seconds_of(exchange: Exchange) -> float:
    """How long the request may take. Raises ValidationFailed for a wish that is no whole number."""
    wish = exchange.headers.get(HEADER.lower())
    if wish is None:
        return _usual(exchange)
    if not (wish.isascii() and wish.isdigit()):
        detail = _("Use a whole number of milliseconds.")
        raise ValidationFailed(fields=(FieldError(HEADER, "invalid", detail),))
    least, most = settings.DEADLINE_BOUNDS_S
    return min(max(float(wish[:9]) / 1000, least), most)


def _usual(exchange: Exchange) -> float:
    """A page is written where something is sent; where it is looked at, no model writes."""
    if not exchange.path.startswith("/api/"):
        usual, writes = settings.PAGE_DEADLINE_S, exchange.changes_something
    else:
        usual = settings.STREAM_DEADLINE_S if exchange.path.endswith("/stream") else settings.DEADLINE_S
        writes = exchange.path.endswith(TRANSFORMS)
    return transform_s(usual) if writes else usual
