"""Serves the lanes that the apps list in settings; everything else goes on to Django."""

import re
from collections.abc import Collection, Mapping
from functools import cache
from uuid import UUID

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.module_loading import import_string

from tonebridge.callers.principal import Scope as Permission
from tonebridge.errors import InsufficientPermissions, MethodNotAllowed, Unauthorized
from tonebridge.gateway.asgi_types import App, Receive, Scope, Send
from tonebridge.gateway.exchange import Exchange, answer, exchange_of
from tonebridge.gateway.express import express
from tonebridge.gateway.streaming import stream
from tonebridge.rest.lanes import Call, Lane, Streamed

ID_IN_PATH = re.compile(r"\{(\w+)\}")


@cache
def all_lanes() -> dict[tuple[str, str], Lane]:
    """Every lane by method and path. An error in a list stops the start."""
    lists = [import_string(path) for path in settings.GATEWAY_LANES]
    return {(lane.method, lane.path): lane for found in lists for lane in found}


class Lanes:
    """Matches exactly, checks the scope, calls, answers."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.lanes = all_lanes()
        self.alone = _served_by_lanes_alone(self.lanes)
        self.alone_with_ids = [(_pattern(path), methods) for path, methods in self.alone.items() if "{" in path]
        self.with_ids = [(lane, _pattern(lane.path)) for lane in self.lanes.values() if "{" in lane.path]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        lane, ids = self._found(exchange)
        if lane is None:
            if methods := self._other_methods(exchange.path):
                raise MethodNotAllowed(methods)
            return await self.app(scope, receive, send)
        exchange.route = lane.name
        _check(lane, exchange)
        reply = await lane.handler(_call(exchange, ids))
        if isinstance(reply, Streamed):
            return await stream(receive, send, reply, exchange.principal)
        if reply.repeat is not None:
            express.remember(scope, exchange, reply.repeat)
        return await answer(send, reply.status, reply.body, reply.content_type, reply.headers)

    def _found(self, exchange: Exchange) -> tuple[Lane | None, Mapping[str, UUID]]:
        exact = self.lanes.get((exchange.method, exchange.path))
        if exact is not None:
            return exact, {}
        for lane, pattern in self.with_ids:
            if lane.method == exchange.method and (match := pattern.fullmatch(exchange.path)):
                return lane, {name: UUID(value) for name, value in match.groupdict().items()}
        return None, {}

    def _other_methods(self, path: str) -> tuple[str, ...]:
        """What an address takes that lanes alone serve."""
        matching = (methods for pattern, methods in self.alone_with_ids if pattern.fullmatch(path))
        return self.alone.get(path) or next(matching, ())


def _served_by_lanes_alone(lanes: Collection[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The methods of each address that Django has nothing for."""
    paths = {path for _method, path in lanes if not _django_knows(path)}
    return {path: tuple(sorted(method for method, own in lanes if own == path)) for path in paths}


def _django_knows(path: str) -> bool:
    """Whether Django serves other methods of this address."""
    try:
        resolve(ID_IN_PATH.sub(str(UUID(int=0)), path))
    except Resolver404:
        return False
    return True


def _pattern(path: str) -> re.Pattern[str]:
    """As Django's `<uuid:name>` matches."""
    return re.compile(ID_IN_PATH.sub(r"(?P<\1>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})", path))


def _check(lane: Lane, exchange: Exchange) -> None:
    if lane.scope is None:
        return
    if exchange.principal is None:
        raise Unauthorized
    if not exchange.principal.may(Permission(lane.scope)):
        raise InsufficientPermissions


def _call(exchange: Exchange, ids: Mapping[str, UUID]) -> Call:
    return Call(
        principal=exchange.principal,
        document=exchange.document,
        language=exchange.language,
        client_ip=exchange.client_ip,
        request_id=exchange.request_id,
        headers=exchange.headers,
        ids=ids,
    )
