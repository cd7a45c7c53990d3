"""Following a job: over WebSocket and by server-sent events, one's own alone, from where one left off."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.conf import LazySettings
from django_redis import get_redis_connection

from apps.transform.live import job_watch, look_times
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.passing_time import PassingTime
from tests.transform.batches.working import submit, work_off
from tests.transform.live_frames import heard
from tests.transform.test_live import _ask, opened
from tests.waiting import all_have_gone_on
from tonebridge.resilience.threads import in_thread

Frame = dict[str, Any]  # JSON
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _a_quick_look(monkeypatch: pytest.MonkeyPatch, loop_runner: asyncio.Runner) -> Iterator[None]:
    monkeypatch.setattr(look_times, "EVERY_S", 0.02)
    yield
    assert not job_watch.job_watch._wanted
    loop_runner.run(_over())


async def _over() -> None:
    """Nobody looks or listens any more."""
    if task := job_watch.job_watch._looking:
        await asyncio.wait_for(task, 20)


def ticket_of(api: Api, person: Person) -> str:
    return f"?ticket={api(person).post('/api/v1/ws/ticket').json()['ticket']}"


@pytest.fixture
def ticket(api: Api, alice: Person) -> str:
    return ticket_of(api, alice)


def subscribe(job_id: str, **more: str) -> Frame:
    return {"type": "subscribe", "id": "s", "payload": {"channel": f"job:{job_id}"} | more}


async def _heard(socket: ApplicationCommunicator) -> Frame:
    frame: Frame = heard(await socket.receive_output(timeout=20))
    return frame


async def _hang_up(socket: ApplicationCommunicator) -> None:
    await socket.send_input({"type": "websocket.disconnect", "code": 1000})
    await socket.wait()


def test_a_subscriber_is_told_until_the_last_state(api: Api, alice: Person, visitor: FrontDoor, ticket: str) -> None:
    job_id = submit(api(alice), *[f"{number}番を直せ。" for number in range(30)])

    async def story() -> list[Frame]:
        socket = await opened(ticket)
        told = [await _ask(socket, subscribe(job_id))]
        await in_thread(work_off)
        while told[-1]["payload"]["finished_at"] is None:
            told.append(await _heard(socket))
        await _hang_up(socket)
        return told

    told = visitor.run(story())
    assert {(frame["type"], frame["id"]) for frame in told} == {("job.progress", "s")}
    assert told[0]["payload"]["status"] == "queued"
    assert told[-1]["payload"]["progress"] == {"done": 30, "failed": 0, "total": 30}
    numbers = [int(frame["payload"]["event_id"]) for frame in told]
    assert numbers == sorted(set(numbers))


def test_who_follows_goes_on_behind_the_deadline_of_the_frame_that_asked(
    api: Api, alice: Person, visitor: FrontDoor, ticket: str, settings: LazySettings, passing_time: PassingTime
) -> None:
    job_id = submit(api(alice), "直せ。")

    async def story() -> Frame:
        socket = await opened(ticket)
        await _ask(socket, subscribe(job_id))
        passing_time.pass_s(settings.DEADLINE_S + 1)
        await in_thread(work_off)
        told = await _heard(socket)
        await _hang_up(socket)
        return told

    assert visitor.run(story())["payload"]["progress"]["done"] == 1


def test_who_comes_back_is_told_what_is_new(api: Api, alice: Person, visitor: FrontDoor, ticket: str) -> None:
    job_id = submit(api(alice), "直せ。")

    async def story() -> tuple[Frame, list[str]]:
        socket = await opened(ticket)
        seen = (await _ask(socket, subscribe(job_id)))["payload"]["event_id"]
        again = subscribe(job_id, last_event_id=seen)
        await socket.send_input({"type": "websocket.receive", "text": json.dumps(again)})
        pong = await _ask(socket, {"type": "ping"})
        await in_thread(work_off)
        told = [(await _heard(socket))["payload"]["status"]]
        while told[-1] == "running":
            told.append((await _heard(socket))["payload"]["status"])
        await _hang_up(socket)
        return pong, told

    pong, told = visitor.run(story())
    assert pong["type"] == "pong"
    assert set(told) <= {"running", "succeeded"}, "that it waits was told before"


async def _told_since(query: str, job_id: str, last: str) -> list[Frame]:
    """What a connection that comes back is told, to the last state."""
    socket = await opened(query)
    told = [await _ask(socket, subscribe(job_id, last_event_id=last))]
    while told[-1]["payload"]["finished_at"] is None:
        told.append(await _heard(socket))
    await _hang_up(socket)
    return told


def test_who_was_away_is_told_every_state_that_was_missed(
    api: Api, alice: Person, visitor: FrontDoor, ticket: str
) -> None:
    job_id = submit(api(alice), "直せ。")
    work_off()
    told = [frame["payload"] for frame in visitor.run(_told_since(ticket, job_id, "0"))]
    assert [(state["status"], state["progress"]["done"]) for state in told] == [
        ("running", 0),
        ("running", 1),
        ("succeeded", 1),
    ]
    assert not any("resync" in state for state in told)


def test_who_missed_what_nobody_knows_any_more_is_told_so(
    api: Api, alice: Person, visitor: FrontDoor, ticket: str
) -> None:
    job_id = submit(api(alice), "直せ。")
    work_off()
    get_redis_connection("default").delete(f"tb:topic:{alice.organization.id}:job:{job_id}")
    (told,) = visitor.run(_told_since(ticket, job_id, "0"))
    assert (told["payload"]["status"], told["payload"]["resync"]) == ("succeeded", True)
    (over_http,) = events(api(alice).get(f"/api/v1/jobs/{job_id}/events", headers={"Last-Event-ID": "1"}).text)
    assert (over_http["status"], over_http["resync"]) == ("succeeded", True)


def test_server_sent_events_go_on_where_they_broke_off(api: Api, alice: Person) -> None:
    door = api(alice)
    job_id = submit(door, "直せ。")
    work_off()
    missed = events(door.get(f"/api/v1/jobs/{job_id}/events", headers={"Last-Event-ID": "1"}).text)
    assert [state["event_id"] for state in missed] == ["4", "5"]


@pytest.mark.parametrize("channel", ["job:", "job:x", "org:1", "job:00000000-0000-0000-0000-00000000000g"])
def test_there_is_no_other_channel(visitor: FrontDoor, ticket: str, channel: str) -> None:
    async def story() -> Frame:
        socket = await opened(ticket)
        told = await _ask(socket, {"type": "subscribe", "payload": {"channel": channel}})
        await _hang_up(socket)
        return told

    assert visitor.run(story())["payload"]["code"] == "VALIDATION_ERROR"


def test_nobody_follows_anothers_job(api: Api, alice: Person, bob: Person, charlie: Person, visitor: FrontDoor) -> None:
    job_id = submit(api(alice), "直せ。")

    async def story(query: str) -> Frame:
        socket = await opened(query)
        forged = subscribe(job_id, organization_id=str(alice.organization.id))
        await _ask(socket, forged)
        told = await _ask(socket, subscribe(job_id))
        await _hang_up(socket)
        return told

    for person in (bob, charlie):
        query = ticket_of(api, person)
        assert visitor.run(story(query))["payload"]["code"] == "NOT_FOUND"
        assert api(person).get(f"/api/v1/jobs/{job_id}/events").status_code == 404


def test_who_unsubscribes_is_told_no_more(api: Api, alice: Person, visitor: FrontDoor, ticket: str) -> None:
    """When another connection of hers is told the end, nothing has come to this one."""
    job_id, others = submit(api(alice), "直せ。"), ticket_of(api, alice)

    async def story() -> tuple[Frame, Frame]:
        socket, other = await opened(ticket), await opened(others)
        await _ask(socket, subscribe(job_id))
        told = await _ask(other, subscribe(job_id))
        gone = await _ask(socket, {"type": "unsubscribe", "id": 2, "payload": {"channel": f"job:{job_id}"}})
        await in_thread(work_off)
        while told["payload"]["finished_at"] is None:
            told = await _heard(other)
        await all_have_gone_on()
        next_one = await _ask(socket, {"type": "ping"})
        await _hang_up(socket)
        await _hang_up(other)
        return gone, next_one

    gone, next_one = visitor.run(story())
    assert gone["payload"] == {"channel": f"job:{job_id}", "subscribed": False}
    assert next_one["type"] == "pong"


def events(stream: str) -> list[Frame]:
    found = [line.removeprefix("data: ") for line in stream.splitlines() if line.startswith("data: ")]
    return [json.loads(line) for line in found]


def test_the_same_comes_as_server_sent_events(api: Api, alice: Person) -> None:
    door = api(alice)
    job_id = submit(door, "直せ。")
    work_off()
    answer = door.get(f"/api/v1/jobs/{job_id}/events")
    assert answer.headers["content-type"] == "text/event-stream"
    (last,) = events(answer.text)
    assert (last["status"], last["progress"]["done"]) == ("succeeded", 1)
    assert f"id: {last['event_id']}\nevent: job.progress\n" in answer.text
    assert events(door.get(f"/api/v1/jobs/{job_id}/events", headers={"Last-Event-ID": last["event_id"]}).text) == [last]


def test_a_stream_ends_with_the_job(api: Api, alice: Person) -> None:
    door = api(alice)
    job_id = submit(door, "直せ。")
    stream = door.read_to_its_end("GET", f"/api/v1/jobs/{job_id}/events", work_off)
    statuses = [state["status"] for state in events(stream)]
    assert (statuses[0], statuses[-1]) == ("queued", "succeeded")
