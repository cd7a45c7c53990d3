"""The tests' way in: the whole ASGI application, called as a client would, on one loop in one thread.

`GATEWAY_THREADS` is 0 in tests, so Django and the database see the test's own transaction.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextvars import copy_context
from typing import Any, TypeVar, cast

import httpx

from tests.cast import Person

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

    async def _request(self, method: str, path: str, **kwargs: Any) -> httpx.Response:
        from tonebridge.asgi import application  # after the servers' addresses are known

        transport = httpx.ASGITransport(
            cast(Any, application), raise_app_exceptions=False
        )  # ASGI is typed twice, differently
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=self.headers) as client:
            return await client.request(method, path, **kwargs)


Api = Callable[[Person], FrontDoor]
"""The front door as a person of the cast."""
