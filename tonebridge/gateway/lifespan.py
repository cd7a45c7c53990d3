"""Start and end of a web process."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from tonebridge.changes.listener import change_listener
from tonebridge.gateway.asgi_types import Receive, Scope, Send
from tonebridge.gateway.pulse import pulse
from tonebridge.resilience.redis_client import close_redis_client
from tonebridge.resilience.threads import finish, in_thread
from tonebridge.spool.drain import drain
from tonebridge.telemetry import tracing


@cache
def warm_up() -> None:
    """Run the `settings.WARM_UP` functions, once a process or before it was forked."""
    for path in settings.WARM_UP:
        warm: Callable[[], None] = import_string(path)
        warm()


async def cool_down() -> None:
    """Run the `settings.COOL_DOWN` functions."""
    for path in settings.COOL_DOWN:
        cool: Callable[[], Awaitable[None]] = import_string(path)
        await cool()


class Lifespan:
    """Warms up before the first request, and gives connections back after the last."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                tracing.configure("tonebridge-web")
                await in_thread(warm_up)
                change_listener.on_heartbeat(drain.on_heartbeat)
                change_listener.start()
                pulse.start()
                await send({"type": "lifespan.startup.complete"})
            else:
                await pulse.stop()
                await change_listener.stop()
                await cool_down()
                await asyncio.to_thread(finish)
                await close_redis_client()
                return await send({"type": "lifespan.shutdown.complete"})
