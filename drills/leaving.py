"""Who goes while a model writes: its call ends, so that nobody pays for what nobody reads."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from uuid import uuid4

import httpx
from websockets.sync.client import ClientConnection

from drills import Verdict, drill
from drills.models import Asked, asked_at_leisure
from drills.sockets import open_socket
from drills.world import PATIENCE_S, World
from tests.models.scripted_server import Script

TIMES, MOST_S = 5, 1.0
SENTENCE = "明日の17時までに必ず直してください。"
Leave = Callable[[Asked], AbstractContextManager[float]]
"""Goes in the middle of an answer; inside of the block nothing more happens. The moment it went."""


def message() -> dict[str, str]:
    """A new one, whose answer takes several seconds."""
    return {"text": f"番号{uuid4().hex[:8]}。" + "明日の17時までに必ず直せ。" * 12, "transformation_type": "soften"}


@contextmanager
def shut_a_stream(product: Asked) -> Iterator[float]:
    """After the first sentence of a stream of server-sent events."""
    headers = {"X-API-Key": product.tenant.key}
    with httpx.Client(base_url=product.base, headers=headers, timeout=PATIENCE_S) as client:
        with client.stream("POST", "/api/v1/transform/stream", json=message()) as answer:
            heard, parts = "", answer.iter_text()
            while "event: delta" not in heard:
                heard += next(parts)
        yield time.perf_counter()


@contextmanager
def cut_a_socket(product: Asked) -> Iterator[float]:
    """After the first sentence over a WebSocket: the line itself is cut, without a word of parting."""
    with listening(product) as socket:
        gone_at = time.perf_counter()
        socket.close_socket()
        yield gone_at


@contextmanager
def call_it_off(product: Asked) -> Iterator[float]:
    """The same, by a `cancel`: the connection stays."""
    with listening(product) as socket:
        gone_at = time.perf_counter()
        socket.send(json.dumps({"type": "cancel", "id": 1}))
        yield gone_at


@contextmanager
def listening(product: Asked) -> Iterator[ClientConnection]:
    """A WebSocket that has heard the first sentence."""
    with httpx.Client(base_url=product.base, timeout=PATIENCE_S) as client:
        socket = open_socket(product.base, client, {"X-API-Key": product.tenant.key})
    with socket:
        socket.send(json.dumps({"type": "transform", "id": 1, "payload": message()}))
        assert json.loads(socket.recv(timeout=PATIENCE_S))["type"] == "transform.delta"
        yield socket


def seconds_until_stopped(product: Asked, leave: Leave) -> float:
    """From going to the end of the model's call, as the model sees it; `PATIENCE_S` at most."""
    product.primary.broken_off = 0
    with leave(product) as gone_at:
        while not product.primary.broken_off and time.perf_counter() - gone_at < PATIENCE_S:
            time.sleep(0.002)
        return time.perf_counter() - gone_at


WAYS: dict[str, Leave] = {"stream": shut_a_stream, "WebSocket": cut_a_socket, "cancel": call_it_off}


@drill("L14", alone=True)
def a_model_stops_within_a_second_once_nobody_reads(world: World) -> Verdict:
    """A stream that is shut, a WebSocket that is cut, a message that is called off: five times each, by the model's own clock."""
    product = asked_at_leisure(world)
    product.primary.script = Script(writes=lambda _message: SENTENCE * 12, piece_s=0.1)
    took = {name: sorted(seconds_until_stopped(product, leave) for _ in range(TIMES)) for name, leave in WAYS.items()}
    slowest = max(times[-1] for times in took.values())
    figures = ", ".join(
        f"{name} {1000 * times[TIMES // 2]:.0f} ms (slowest {1000 * times[-1]:.0f})" for name, times in took.items()
    )
    return Verdict(slowest < PATIENCE_S, figures, slowest <= MOST_S)
