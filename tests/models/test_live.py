"""Live connections while a model writes: sentences, one result, and an end when nobody wants it any more."""

import asyncio
import json
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator

from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.models.conftest import Models
from tests.models.scripted_server import Script
from tests.transform.live_frames import heard
from tests.waiting import until_async

pytestmark = pytest.mark.usefixtures("swept")

Frame = dict[str, Any]  # JSON
TEXT = "明日の17時までに必ず直せ。設定は変更するな。番号は42だ。"
PAYLOAD = {"text": TEXT, "transformation_type": "soften"}


def soften(message: str) -> str:
    return message.replace("必ず直せ。", "必ず直してください。").replace("変更するな。", "変更しないでください。")


@pytest.fixture
def query(api: Api, alice: Person) -> str:
    return f"ticket={api(alice).post('/api/v1/ws/ticket').json()['ticket']}"


async def opened(query: str) -> ApplicationCommunicator:
    from tonebridge.routing import websockets

    headers = [(b"host", b"127.0.0.1")]
    scope = {"type": "websocket", "path": "/ws/v1/", "query_string": query.encode(), "headers": headers}
    socket = ApplicationCommunicator(websockets, scope)
    await socket.send_input({"type": "websocket.connect"})
    assert (await socket.receive_output(timeout=20))["type"] == "websocket.accept"
    return socket


async def say(socket: ApplicationCommunicator, frame: Frame) -> None:
    await socket.send_input({"type": "websocket.receive", "text": json.dumps(frame)})


async def hear(socket: ApplicationCommunicator) -> Frame:
    found: Frame = heard(await socket.receive_output(timeout=20))
    return found


def test_sentences_come_before_the_result_and_carry_its_id(visitor: FrontDoor, models: Models, query: str) -> None:
    models.primary.script = Script(writes=soften, piece_s=0.02)

    async def talk() -> list[Frame]:
        socket = await opened(query)
        await say(socket, {"type": "transform", "id": 7, "payload": PAYLOAD})
        frames = [await hear(socket)]
        while frames[-1]["type"] == "transform.delta":
            frames.append(await hear(socket))
        return frames

    *deltas, result = visitor.run(talk())
    assert (result["type"], result["payload"]["tier"]) == ("transform.result", "primary")
    assert {frame["id"] for frame in [*deltas, result]} == {7}
    shown = "".join(frame["payload"]["text"] for frame in deltas)
    assert shown and result["payload"]["transformed_text"] == soften(TEXT)
    assert result["payload"]["transformed_text"].startswith(shown)


@pytest.mark.parametrize("how", ["cancel", "disconnect"])
def test_what_nobody_wants_any_more_is_broken_off_at_once(
    visitor: FrontDoor, models: Models, query: str, how: str
) -> None:
    models.primary.script = Script(writes=lambda text: soften(text) * 9, piece_s=0.05)

    async def talk() -> list[Frame]:
        socket = await opened(query)
        await say(socket, {"type": "transform", "id": "long", "payload": PAYLOAD})
        assert (await hear(socket))["type"] == "transform.delta"
        if how == "disconnect":
            await socket.send_input({"type": "websocket.disconnect", "code": 1001})
            await until_async(lambda: models.primary.broken_off)
            return []
        await say(socket, {"type": "cancel", "id": "long"})
        await until_async(lambda: models.primary.broken_off)
        await say(socket, {"type": "ping", "id": "still here"})
        frames = [await hear(socket)]
        while frames[-1]["type"] != "pong":
            frames.append(await hear(socket))
        return frames

    frames = visitor.run(talk())
    assert not [frame for frame in frames if frame["type"] in ("transform.result", "error")]


def test_one_may_cancel_where_all_places_are_taken(visitor: FrontDoor, models: Models, query: str) -> None:
    models.primary.script = models.secondary.script = Script(wire="hang")

    async def talk() -> Frame:
        socket = await opened(query)
        for number in range(4):
            await say(socket, {"type": "transform", "id": number, "payload": PAYLOAD | {"text": f"{TEXT}{number}"}})
        await until_async(lambda: models.primary.calls == 4)
        await say(socket, {"type": "cancel", "id": 2})
        await say(socket, {"type": "ping", "id": "p"})
        return await hear(socket)

    assert visitor.run(asyncio.wait_for(talk(), 1.5))["type"] == "pong"
