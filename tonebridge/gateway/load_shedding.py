"""Refuses early what couldn't be answered in time: health first, then callers who wait, then batches.

Three figures say that there is too much: requests under way in this process, work that waits for a thread, and how long the
next piece would wait: where a machine is slower than we think, a short queue is too long as well. A refusal costs no body, no
credentials and no database, so it is there within milliseconds.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from tonebridge.errors import RateLimited, Unavailable
from tonebridge.gateway.asgi_types import App, Receive, Scope, Send
from tonebridge.gateway.exchange import Exchange, exchange_of
from tonebridge.limits.sites import site_of_address
from tonebridge.resilience.threads import expected_wait_s
from tonebridge.telemetry.shed_requests import Reason, count_shed

RETRY_AFTER_S = 1
BATCH_SHARE = 0.5
"""Of each figure: batches are refused from here on, so that callers who wait still find room."""


class LoadShedding:
    """503 with Retry-After. Stands below the probes, which it never refuses.

    Pages have no rate of their own, so one address may wait for a few at once: 429 beyond that.
    """

    def __init__(self, app: App) -> None:
        self.app, self.in_flight = app, 0
        self.pages = Counter[str]()
        """Under way, by the site of who asked."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if reason := self._too_much(exchange_of(scope)):
            count_shed(reason)
            raise Unavailable(retry_after_s=RETRY_AFTER_S)
        with self._page_of(exchange_of(scope)):
            self.in_flight += 1
            try:
                await self.app(scope, receive, send)
            finally:
                self.in_flight -= 1

    def _page_of(self, exchange: Exchange) -> AbstractContextManager[None]:
        return nullcontext() if exchange.is_api else self._counted(site_of_address(exchange.client_ip))

    @contextmanager
    def _counted(self, site: str) -> Iterator[None]:
        if self.pages[site] >= settings.GATEWAY_PAGES_AN_ADDRESS:
            count_shed("pages_of_address")
            raise RateLimited(retry_after_s=RETRY_AFTER_S)
        self.pages[site] += 1
        try:
            yield
        finally:
            self.pages[site] -= 1
            if not self.pages[site]:
                del self.pages[site]

    def _too_much(self, exchange: Exchange) -> Reason | None:
        """Why not, in a word for the metric; None when there is room."""
        batch = is_batch(exchange)
        share = BATCH_SHARE if batch else 1.0
        if self.in_flight >= settings.GATEWAY_MOST_IN_FLIGHT * share:
            return "batch_in_flight" if batch else "in_flight"
        if waiting() >= settings.GATEWAY_MOST_WAITING * share:
            return "batch_queue" if batch else "queue"
        if expected_wait_s() >= settings.GATEWAY_MOST_WAIT_S * share:
            return "batch_wait" if batch else "wait"
        return None


def is_batch(exchange: Exchange) -> bool:
    """Whether nobody sits and waits for the answer."""
    is_asked_later = "respond-async" in exchange.headers.get("prefer", "").lower()
    return is_asked_later or exchange.path.endswith(tuple(settings.GATEWAY_BATCH_PATHS))


def waiting() -> int:
    """Pieces of work that have come in and not begun."""
    return sum(source() for source in _sources(tuple(settings.GATEWAY_QUEUES)))


@cache
def _sources(paths: tuple[str, ...]) -> tuple[Callable[[], int], ...]:
    return tuple(import_string(path) for path in paths)
