"""One process of the web server: an event loop, a socket, uvicorn."""

import ctypes
import gc
import socket
import sys
from contextlib import suppress

DRAIN_S = 20
LARGEST_FRAME_BYTES = 400_000
"""Of a WebSocket: 100,000 characters of up to four bytes."""
KEEP_ALIVE_S = 75
"""How long a silent connection is kept: longer than proxies keep theirs (mostly 60 s), so that it is they who close."""
M_ARENA_MAX, ARENAS = -8, 2
"""mallopt(3): by default glibc keeps up to eight heaps a core for threads, and what one frees no other can use."""
SWITCH_S = 0.001
"""How long a thread may compute while the event loop waits for its turn."""
YOUNG_OBJECTS = 2_000
"""How many there may be before the garbage collector looks at them, ten times before it looks at older ones, and so on. At Python's
700, all that a crowd of waiting requests holds is walked again and again, in stops of 0.3 s; at 10,000, what is no longer used waits
for so long that a crowd takes 430 MB instead of 365."""


def load() -> None:
    """Import the product and read its dictionaries. Opens no connection and starts no thread: a fork may follow."""
    _share_heaps()
    import tonebridge.asgi
    from tonebridge.gateway.lifespan import warm_up

    assert tonebridge.asgi.application  # noqa: S101 - imported for what importing does
    warm_up()


def _share_heaps() -> None:
    with suppress(AttributeError, OSError):  # another libc has no such setting
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)


def run(listening: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT; open answers get `DRAIN_S` to finish."""
    import uvicorn

    from tonebridge.gateway.websocket import CountedWebSocket
    from tonebridge.serving.protocol import ExpressProtocol

    config = uvicorn.Config(
        "tonebridge.asgi:application",
        http=ExpressProtocol,
        loop="uvloop",
        ws=CountedWebSocket,
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,  # the front door believes the proxies of `TONEBRIDGE_TRUSTED_PROXIES` alone
        timeout_graceful_shutdown=DRAIN_S,
        ws_max_size=LARGEST_FRAME_BYTES,
        ws_max_queue=1,  # frames of a connection that wait: each may be as large as that, and nobody counts them
        ws_per_message_deflate=False,  # two kilobytes would unfold into one of them
        timeout_keep_alive=KEEP_ALIVE_S,
    )
    sys.setswitchinterval(SWITCH_S)
    gc.set_threshold(YOUNG_OBJECTS)
    uvicorn.Server(config).run(sockets=[listening])
