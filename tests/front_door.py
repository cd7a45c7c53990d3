"""The tests' way in: the whole ASGI application, called as a client would, on one loop in one thread.

`GATEWAY_THREADS` is 0 in tests, so Django and the database see the test's own transaction.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from contextvars import copy_context
from typing import Any, TypeVar, cast

import httpx
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tests.cast import Person
from tonebridge.gateway.asgi_types import App, Message, Receive, Scope, Send
from tonebridge.resilience.threads import in_thread

Result = TypeVar("Result")


class FrontDoor:
    """A synchronous client of the application. `as_` gives one that carries a caller's credentials."""

    def __init__(self, runner: asyncio.Runner, headers: Mapping[str, str] | None = None) -> None:
        self.runner, self.headers = runner, dict(headers or {})

    def as_(self, **headers: str) -> "FrontDoor":
        """The same door with more headers; underscores are dashes."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return FrontDoor(self.runner, self.headers | more)

    def get(self, path: str, **kwargs: Any) -> httpx.Response:
        return self.request("GET", path, **kwargs)

    def post(self, path: str, json: object = None, **kwargs: Any) -> httpx.Response:
        return self.request("POST", path, **({"json": json} if json is not None else {}), **kwargs)

    def patch(self, path: str, json: object) -> httpx.Response:
        return self.request("PATCH", path, json=json)

    def delete(self, path: str) -> httpx.Response:
        return self.request("DELETE", path)

    def request(self, method: str, path: str, **kwargs: Any) -> httpx.Response:
        """One call."""
        return self.run(self._request(method, path, **kwargs))

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Anything else on the same loop, in the test's own context: a frozen clock stays frozen."""
        return self.runner.run(work, context=copy_context())

    def read_to_its_end(self, method: str, path: str, then: Callable[[], object], **kwargs: Any) -> str:
        """What an answer says that comes in parts, where `then` is done once the first of them has come."""

        async def story() -> str:
            begun = asyncio.Event()
            reading = asyncio.create_task(self._request(method, path, begun, **kwargs))
            await asyncio.wait_for(begun.wait(), 20)
            assert not reading.done()
            await in_thread(then)
            return (await asyncio.wait_for(reading, 20)).text

        return self.run(story())

    async def _request(
        self, method: str, path: str, begun: asyncio.Event | None = None, **kwargs: Any
    ) -> httpx.Response:
        from tonebridge.asgi import application  # after the servers' addresses are known

        app = cast(Any, application)  # ASGI is typed twice, differently
        transport = httpx.ASGITransport(app if begun is None else _telling(app, begun), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=self.headers) as client:
            return await client.request(method, path, **kwargs)


def _telling(app: App, begun: asyncio.Event) -> App:
    """The same application; `begun` is set when a part of its answer has gone out."""

    async def telling(scope: Scope, receive: Receive, send: Send) -> None:
        async def told(message: Message) -> None:
            await send(message)
            if message.get("body"):
                begun.set()

        await app(scope, receive, told)

    return telling


Api = Callable[[Person], FrontDoor]
"""The front door as a person of the cast."""


@contextmanager
def connection_left_open() -> Iterator[None]:
    """As in Django's own test client, the end of a request doesn't close the test's connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def api_through(runner: asyncio.Runner) -> Api:
    """The front door as a person of the cast, by an access token."""
    return lambda person: FrontDoor(runner).as_(Authorization=f"Bearer {person.access_token}")
