"""A server that says hello, on a socket."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from threading import Thread

import pytest
import uvicorn

from tests.gateway.raw_sockets import Server, hello
from tonebridge.serving import bounded_protocol
from tonebridge.serving.protocol import ExpressProtocol


@pytest.fixture
def listening() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


@pytest.fixture
def address(listening: socket.socket, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    monkeypatch.setattr(bounded_protocol, "HEAD_S", 30)
    config = uvicorn.Config(hello, http=ExpressProtocol, lifespan="off", log_level="critical")
    server = Server(config)
    thread = Thread(target=lambda: asyncio.run(server.serve([listening])), daemon=True)
    thread.start()
    yield listening.getsockname()
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many bytes the server has read."""
    sizes, take = list[int](), ExpressProtocol.data_received

    def noted(protocol: ExpressProtocol, data: bytes) -> None:
        sizes.append(len(data))
        take(protocol, data)

    monkeypatch.setattr(ExpressProtocol, "data_received", noted)
    return lambda: sum(sizes)


@pytest.fixture
def impatient(address: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    """The same server, where time is the subject."""
    monkeypatch.setattr(bounded_protocol, "HEAD_S", 0.3)
    monkeypatch.setattr(bounded_protocol, "SILENT_S", 0.6)
    return address
