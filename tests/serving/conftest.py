"""A listening server on the tests' loop, with real sockets."""

import asyncio
import json
import warnings
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from drills.framing import LAST
from tests.cast import Person
from tests.front_door import FrontDoor
from tests.running_listener import RunningListener
from tests.waiting import all_have_gone_on
from tonebridge.bounded_dict import BoundedDict
from tonebridge.gateway.express import express
from tonebridge.serving.protocol import ExpressProtocol

Message = dict[str, Any]
HOST = b"Host: 127.0.0.1\r\n"
SMUGGLED = b"GET /smuggled HTTP/1.1\r\n" + HOST + b"\r\n"
HANDSHAKE = (
    b"GET /ws/v1/ HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)
SOFTEN_ME = {"text": "明日までに直せ。", "transformation_type": "soften"}


def request(person: Person, body: Message | None = None, **more: str) -> bytes:
    """A transform's bytes. Underscores in headers are dashes."""
    content = json.dumps(body or SOFTEN_ME).encode()
    given = {"Host": "127.0.0.1", "Authorization": f"Bearer {person.access_token}", "Content-Type": "application/json"}
    named = given | {name.replace("_", "-"): value for name, value in more.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"POST /api/v1/transform HTTP/1.1\r\n{head}Content-Length: {len(content)}\r\n\r\n".encode() + content


class Answer:
    """One answer of the server."""

    def __init__(self, head: bytes, body: bytes, *, quick: bool) -> None:
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split(" ")[1])
        self.headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines[1:] if line)}
        self.body, self.quick = body, quick

    @property
    def json(self) -> Message:
        found: Message = json.loads(self.body)
        return found


def statuses(answers: list[Answer]) -> list[int]:
    return [answer.status for answer in answers]


class Web:
    """The server, and one connection to it that stays open."""

    def __init__(self, runner: asyncio.Runner, quick: list[bool]) -> None:
        self.runner, self.quick = runner, quick
        self.closed = False
        """Whether the server had closed the connection when it was last heard (a new one is open since)."""
        self.state = ServerState()

    async def begin(self) -> None:
        from tonebridge.asgi import application

        with warnings.catch_warnings(action="ignore"):  # `websockets` says that its older half will go
            from tonebridge.gateway.websocket import CountedWebSocket
        config = uvicorn.Config(
            application,
            http=ExpressProtocol,
            lifespan="off",
            ws=CountedWebSocket,
            timeout_keep_alive=1,
            log_config=None,
            access_log=False,
        )
        config.load()
        loop = asyncio.get_running_loop()
        self.server = await loop.create_server(lambda: ExpressProtocol(config, self.state, {}), "127.0.0.1", 0)
        await self.connect()

    async def connect(self, source: str = "127.0.0.1") -> None:
        port = self.server.sockets[0].getsockname()[1]
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))

    async def reconnect(self) -> None:
        self.writer.close()
        with suppress(ConnectionError):
            await self.writer.wait_closed()
        await self.connect()

    async def end(self) -> None:
        self.writer.close()
        with suppress(ConnectionError):
            await self.writer.wait_closed()
        self.server.close()
        await self.server.wait_closed()

    def send(self, *pieces: bytes, answers: int = 1) -> list[Answer]:
        """Send pieces, each on its own, and read so many answers."""

        async def exchange() -> list[Answer]:
            for piece in pieces:
                self.writer.write(piece)
                await all_have_gone_on()  # the server, on the same loop, has read it
            return [await self._answer() for _ in range(answers)]

        return self.runner.run(asyncio.wait_for(exchange(), 20))

    async def _answer(self) -> Answer:
        head = await self.reader.readuntil(b"\r\n\r\n")
        answer = Answer(head, b"", quick=any(self.quick))
        answer.body = await self.reader.readexactly(int(answer.headers.get("content-length", "0")))
        self.quick.clear()
        return answer

    def hear(self, *pieces: bytes) -> list[Answer]:
        """Send pieces, each on its own, then a question of ours: every answer before that one's, or until the server closes."""

        async def exchange() -> list[Answer]:
            writer = self.writer
            answers = asyncio.create_task(self._answers_before_last())  # at once: a reset takes what isn't read
            with suppress(ConnectionError):
                for piece in (*pieces, LAST):
                    writer.write(piece)
                    await all_have_gone_on()
            return await answers

        return self.runner.run(asyncio.wait_for(exchange(), 20))

    async def _answers_before_last(self) -> list[Answer]:
        found: list[Answer] = []
        self.closed = False
        try:
            while (answer := await self._answer()).headers.get("x-request-id") != "the-last-one":
                found.append(answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.closed = True
            await self.reconnect()
        return found

    def ask(self, person: Person, body: Message | None = None, **more: str) -> Answer:
        return self.send(request(person, body, **more))[0]


@pytest.fixture(scope="session")
def loaded() -> None:
    """As a web process before it serves: while a first message waits for the rules, the loop hears of no change."""
    from apps.transform.story import warm_up

    warm_up.load_rulebooks()


@pytest.fixture
def web(
    loaded: None,
    visitor: FrontDoor,
    listening: RunningListener,
    loop_runner: asyncio.Runner,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Web]:
    """`quick` of an answer tells whether the express lane gave it."""
    quick: list[bool] = []
    monkeypatch.setattr(express, "_probes", {})  # of no test before this one
    monkeypatch.setattr(express, "_requests", BoundedDict(100))
    monkeypatch.setattr("tonebridge.limits.leases.HURRY_S", 60)  # leases grow however slow the machine is
    reply = express.reply

    def watched(raw: bytes) -> bytes | None:
        found = reply(raw)
        quick.append(found is not None)
        return found

    monkeypatch.setattr(express, "reply", watched)
    found = Web(loop_runner, quick)
    loop_runner.run(found.begin())
    yield found
    loop_runner.run(found.end())


@pytest.fixture
def hurried(listening: RunningListener, alice: Person) -> Person:
    """Alice on a plan so large that she gets leases."""
    from apps.accounts.models import Plan

    Plan.objects.filter(code="pro").update(per_minute=100_000)
    listening.wait()
    return alice
