"""Streams over real sockets: readers who go, and readers who don't read."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from threading import Event
from typing import Any

import pytest
import uvicorn
from pytest_django import Settings
from uvicorn.server import ServerState

from apps.accounts.contracts import Principal
from apps.transform.actions.record_transformation import record_transformation
from apps.transform.actions.stream_transform import TransformStream
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.models.conftest import Models
from tests.models.scripted_server import Script
from tests.waiting import until, until_async
from tonebridge.gateway import streaming
from tonebridge.resilience.threads import finish
from tonebridge.serving.protocol import ExpressProtocol

pytestmark = pytest.mark.usefixtures("swept")

SENTENCE = "明日の17時までに必ず直してください。"
BODY = {"text": "明日の17時までに必ず直せ。" * 12, "transformation_type": "soften"}
Pipe = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def request(person: Person, body: object = BODY) -> bytes:
    content = json.dumps(body).encode()
    head = (
        "POST /api/v1/transform/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {person.access_token}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


@asynccontextmanager
async def connected(person: Person, *, buffer: int = 0, sent: object = BODY) -> AsyncIterator[Pipe]:
    """A reader on a server that listens, its request sent. `buffer`: bytes that its kernel takes for it."""
    from tonebridge.asgi import application

    config = uvicorn.Config(application, http=ExpressProtocol, lifespan="off", ws="none", log_config=None)
    config.load()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: ExpressProtocol(config, ServerState(), {}), "127.0.0.1", 0)
    client = socket.socket()
    if buffer:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    client.setblocking(False)
    await loop.sock_connect(client, server.sockets[0].getsockname())
    reader, writer = await asyncio.open_connection(sock=client, limit=1024 if buffer else 2**20)
    writer.write(request(person, sent))
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        server.close()


@pytest.fixture
def slow_model(models: Models) -> Iterator[Models]:
    """Writes for many seconds, a sentence every tenth of one."""
    models.primary.script = Script(writes=lambda _message: SENTENCE * 12, piece_s=0.05)
    yield models


def test_a_reader_who_goes_ends_the_call_of_the_model_at_once(
    visitor: FrontDoor, alice: Person, slow_model: Models
) -> None:
    async def left() -> None:
        async with connected(alice) as (reader, writer):
            await reader.readuntil(b"event: delta")
            writer.transport.abort()
            await until_async(lambda: slow_model.primary.broken_off)

    visitor.run(left())
    assert slow_model.primary.calls == 1


def test_who_has_read_sentences_and_goes_pays_for_one_message(
    visitor: FrontDoor, api: Api, alice: Person, slow_model: Models
) -> None:
    async def left(after: bytes) -> None:
        async with connected(alice) as (reader, writer):
            await reader.readuntil(after)
            writer.transport.abort()
            await until_async(lambda: slow_model.primary.broken_off == slow_model.primary.calls)

    def used() -> int:
        return int(api(alice).get("/api/v1/usage").json()["day"]["used"])

    visitor.run(left(b"event: meta"))
    until(lambda: used() == 0)
    visitor.run(left(b"event: delta"))
    until(lambda: used() == 1)
    assert api(alice).get("/api/v1/history").json()["items"] == []


def test_who_goes_while_a_second_model_is_asked_pays_for_one_message(
    visitor: FrontDoor, api: Api, alice: Person, models: Models
) -> None:
    models.primary.script = Script(writes=lambda _message: SENTENCE * 12, wire="cut", cut_at=8, piece_s=0.02)
    models.secondary.script = Script(wire="hang")

    async def left() -> None:
        async with connected(alice) as (reader, writer):
            await reader.readuntil(b"event: delta")
            await until_async(lambda: models.secondary.calls)
            writer.transport.abort()
            await until_async(lambda: models.secondary.broken_off)

    visitor.run(left())
    assert api(alice).get("/api/v1/usage").json()["day"]["used"] == 1


@pytest.mark.django_db(transaction=True)
def test_who_goes_while_the_result_is_recorded_pays_for_one_message(
    visitor: FrontDoor,
    api: Api,
    alice: Person,
    slow_model: Models,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.GATEWAY_THREADS, recording, gone = 2, Event(), Event()
    close = TransformStream.close

    def record(*, principal: Principal, **named: Any) -> bool:
        if principal.user_id == alice.principal.user_id:  # calls that an earlier test left open end on the same loop
            recording.set()
            assert gone.wait(10)
        return record_transformation(principal=principal, **named)

    def closed(stream: TransformStream) -> None:
        close(stream)
        gone.set()

    monkeypatch.setattr("apps.transform.actions.transform_text.record_transformation", record)
    monkeypatch.setattr(TransformStream, "close", closed)

    async def left() -> None:
        async with connected(alice) as (reader, writer):
            await reader.readuntil(b"event: delta")
            await until_async(recording.is_set)
            writer.transport.abort()
            await until_async(gone.is_set)

    visitor.run(left())
    finish()
    assert api(alice).get("/api/v1/usage").json()["day"]["used"] == 1
    assert len(api(alice).get("/api/v1/history").json()["items"]) == 1


def test_a_reader_who_does_not_read_is_let_go_and_holds_nothing(
    visitor: FrontDoor, alice: Person, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "SEND_S", 0.05)
    heaped: list[int] = []

    async def stalled() -> bytes:
        async def send(message: dict[str, object]) -> None:
            heaped.append(len(str(message.get("body", ""))))
            if message.get("more_body"):
                await asyncio.Event().wait()

        from tonebridge.rest.lanes import Streamed

        async def endless() -> AsyncIterator[bytes]:
            while True:
                yield b"x" * 1000

        parts = endless()
        with pytest.raises(TimeoutError):
            await streaming.stream(asyncio.Event().wait, send, Streamed(parts), None)  # type: ignore[arg-type]  # a reader who stays
        with suppress(StopAsyncIteration):
            await anext(parts)
            return b"goes on"
        return b"ended"

    assert visitor.run(stalled()) == b"ended"
    assert len(heaped) == 2  # the head, and one part that waits


def test_meta_is_there_before_the_model_has_begun(visitor: FrontDoor, alice: Person, models: Models) -> None:
    models.primary.script = Script(latency_s=2)

    async def first() -> bytes:
        async with connected(alice) as (reader, _writer):
            return await asyncio.wait_for(reader.readuntil(b"event: meta"), 1.5)

    assert b"text/event-stream" in visitor.run(first())
