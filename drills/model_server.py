"""A model that waits as long as it is told, in a process of its own: for drills and for measuring.

    python -m drills.model_server --latency 2 --port 9090        prints its address, and serves until it is ended
    with model_process(latency_s=2) as address: …                the same as a child of this process

It speaks OpenAI's protocol (`tests/models/scripted_server.py`) and answers each message as it is. `GET /calls` tells how many
calls there were, how many at once at most, and how many were broken off.
"""

import argparse
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import uvicorn

from drills.world import PATIENCE_S
from tests.models.scripted_server import Message, Receive, Script, ScriptedServer, Send


@dataclass(frozen=True)
class Address:
    """Where a model listens."""

    port: int

    @property
    def base_url(self) -> str:
        """What `LLM_PRIMARY_BASE_URL` is set to."""
        return f"http://127.0.0.1:{self.port}/v1"

    def calls(self) -> dict[str, int]:
        """`calls`, `most_at_once`, `broken_off`, since it began."""
        found: dict[str, int] = httpx.get(f"http://127.0.0.1:{self.port}/calls", timeout=PATIENCE_S).json()
        return found


class Counting:
    """The scripted server, and a page with its figures."""

    def __init__(self, model: ScriptedServer) -> None:
        self.model = model

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/calls":
            return await _tell(self.model, send)
        return await self.model(scope, receive, send)


async def _tell(model: ScriptedServer, send: Send) -> None:
    figures = {"calls": model.calls, "most_at_once": model.most_under_way, "broken_off": model.broken_off}
    head: dict[str, Any] = {"type": "http.response.start", "status": 200, "headers": []}
    await send(head)
    await send({"type": "http.response.body", "body": json.dumps(figures).encode()})


@contextmanager
def model_process(*, latency_s: float = 0.0, piece_s: float = 0.0) -> Iterator[Address]:
    """A model for the block. Seconds until it begins, and between two pieces of its answer."""
    command = [sys.executable, "-m", "drills.model_server", "--latency", str(latency_s), "--between", str(piece_s)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        yield Address(int(child.stdout.readline()))
    finally:
        child.terminate()
        child.wait(timeout=PATIENCE_S)


def main(arguments: list[str]) -> None:
    """Serve until SIGTERM."""
    parser = argparse.ArgumentParser("drills.model_server", description="A model that waits as long as it is told.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds until it begins")
    parser.add_argument("--between", type=float, default=0.0, help="seconds between two pieces")
    given = parser.parse_args(arguments)
    listener = socket.create_server(("127.0.0.1", given.port), backlog=4096)
    port = listener.getsockname()[1]
    model = ScriptedServer(port, Script(latency_s=given.latency, piece_s=given.between))
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    config = uvicorn.Config(
        Counting(model), log_level="critical", lifespan="off", ws="none", timeout_graceful_shutdown=1
    )
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(sys.argv[1:])
