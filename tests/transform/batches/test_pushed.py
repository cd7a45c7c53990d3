"""States are pushed to those who follow; what a push loses they find by looking, rarely, or often where nothing can be heard."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from unittest.mock import Mock
from uuid import UUID

import pytest
from asgiref.testing import ApplicationCommunicator
from django_redis import get_redis_connection

from apps.transform.live import job_watch, look_times
from apps.transform.live.job_watch import job_watch as watch
from tests.cast import Person
from tests.channel_layer import NOWHERE, deaf_address, layer_at
from tests.front_door import Api, FrontDoor
from tests.transform.batches.test_following import _heard, _over, subscribe
from tests.transform.batches.working import submit, work_off
from tests.transform.test_live import _ask, opened
from tests.waiting import all_have_gone_on, until_async
from tonebridge.queues import progress_log
from tonebridge.queues.actions.claim_next_part import claim_next_part
from tonebridge.queues.actions.note_item import note_item
from tonebridge.queues.contracts import JobProgress, JobView, Priority
from tonebridge.queues.queries.jobs import asked_job
from tonebridge.queues.topics import listener, log
from tonebridge.queues.topics.topic import Topic
from tonebridge.queues.topics.wake_up import channel_of, wake_up
from tonebridge.resilience.threads import in_thread

NEVER_S = 3_600
Frame = dict[str, Any]  # JSON
Follow = Callable[[Callable[[ApplicationCommunicator], Awaitable[Any]]], Any]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_look_of_ones_own(monkeypatch: pytest.MonkeyPatch, loop_runner: asyncio.Runner) -> Iterator[None]:
    """Behind the first one. The other tests' fixture of following ends what it began."""
    loop_runner.run(_over())
    monkeypatch.setattr(look_times, "EVERY_S", 0.02)
    monkeypatch.setattr(look_times, "SAFETY_S", NEVER_S)
    monkeypatch.setattr(job_watch, "QUIET_S", NEVER_S)
    yield
    assert not watch._wanted
    loop_runner.run(_over())


@pytest.fixture
def job_id(api: Api, alice: Person) -> str:
    return submit(api(alice), "直せ。", "早く直せ。", "今日中に直せ。")


@pytest.fixture
def follow(api: Api, alice: Person, visitor: FrontDoor, job_id: str) -> Follow:
    """Tell a story to somebody who follows alice's job, and who has been told how it stands."""

    def follow(story: Callable[[ApplicationCommunicator], Awaitable[Any]]) -> Any:
        ticket = f"?ticket={api(alice).post('/api/v1/ws/ticket').json()['ticket']}"

        async def told() -> Any:
            socket = await opened(ticket)
            await _ask(socket, subscribe(job_id))
            result = await story(socket)
            await socket.send_input({"type": "websocket.disconnect", "code": 1000})
            await socket.wait()
            return result

        return visitor.run(told())

    return follow


async def until_it_listens() -> listener.Listener:
    """And has looked for what happened before."""
    await until_async(
        lambda: watch._listener and watch._listener.hears and watch._listener._topics and not watch._times._due
    )
    assert watch._listener
    return watch._listener


async def to_the_end(socket: ApplicationCommunicator) -> Frame:
    told: Frame = {"finished_at": None}
    while told["finished_at"] is None:
        told = (await _heard(socket))["payload"]
    return told


def note_items(count: int) -> None:
    """A worker's turn that isn't over."""
    part = claim_next_part(kind="transform_part", priority=Priority.DEFAULT, claimant="test#0")
    assert part is not None
    for _ in range(count):
        note_item(job=part, went_well=True)


def test_who_follows_is_told_without_looking(follow: Follow, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = Mock(wraps=job_watch._standing)

    async def story(socket: ApplicationCommunicator) -> Frame:
        await until_it_listens()
        monkeypatch.setattr(job_watch, "_standing", looked)
        await in_thread(work_off)
        return await to_the_end(socket)

    assert follow(story)["progress"] == {"done": 3, "failed": 0, "total": 3}
    assert not looked.called


def test_while_nothing_happens_neither_table_nor_log_is_read(follow: Follow, monkeypatch: pytest.MonkeyPatch) -> None:
    looked, read, sent = Mock(), Mock(), Mock()

    async def story(socket: ApplicationCommunicator) -> None:
        hearing = await until_it_listens()
        monkeypatch.setattr(job_watch, "_standing", looked)
        monkeypatch.setattr(job_watch, "newest_of", read)
        monkeypatch.setattr(hearing._layer, "send", sent, raising=False)
        for _ in range(20):
            hearing.call()
            await until_async(lambda: not hearing._call.is_set())
            await all_have_gone_on()

    follow(story)
    assert not (looked.called or read.called or sent.called)


def test_what_workers_dont_tell_is_looked_for_once_they_are_quiet(
    follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of three items of a moment the first is told, the others aren't, and the worker then takes its time."""
    monkeypatch.setattr(progress_log, "EVERY_S", 60)
    monkeypatch.setattr(job_watch, "QUIET_S", 0.05)

    async def story(socket: ApplicationCommunicator) -> list[int]:
        await until_it_listens()
        await in_thread(note_items, 3)
        told = [0]
        while told[-1] < 3:
            told.append((await _heard(socket))["payload"]["progress"]["done"])
        return told

    assert follow(story)[-1] == 3


def test_one_connection_is_told_five_states_a_second_at_most_and_the_end_at_once(
    follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many come, and from wherever."""
    monkeypatch.setattr(job_watch, "APART_S", NEVER_S)

    async def story(socket: ApplicationCommunicator) -> list[int]:
        await until_it_listens()
        await in_thread(work_off)
        told = await _heard(socket)
        assert await socket.receive_nothing(timeout=0.1)
        return [told["payload"]["progress"]["done"]]

    assert follow(story) == [3]


def test_who_comes_late_with_an_old_view_is_told_what_others_know(
    visitor: FrontDoor, alice: Person, job_id: str
) -> None:
    old = asked_job(alice.organization.id, alice.user.id, UUID(job_id))
    new = replace(old, progress=JobProgress(2, 0, 3))

    async def story() -> JobView:
        with watch.following(new), watch.following(old) as late:
            return await late.next()

    assert visitor.run(story()) == new


def test_what_a_push_lost_is_found_by_looking(follow: Follow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look_times, "SAFETY_S", 0.05)
    monkeypatch.setattr(log, "wake_up", lambda topic: (channel_of("nobody"), wake_up(topic)[1]))

    async def story(socket: ApplicationCommunicator) -> Frame:
        await until_it_listens()
        await in_thread(work_off)
        return await to_the_end(socket)

    assert follow(story)["status"] == "succeeded"


def test_what_a_stranger_writes_into_a_log_keeps_nobody_from_being_told(
    follow: Follow, job_id: str, alice: Person
) -> None:
    topic = Topic(alice.organization.id, f"job:{job_id}")

    async def story(socket: ApplicationCommunicator) -> Frame:
        await until_it_listens()
        server: Any = get_redis_connection("default")
        server.xadd(topic.key, {"x": "y"}, id="999999999999-1")
        await in_thread(work_off)  # whose entries come too late
        server.publish(*wake_up(topic))
        return await to_the_end(socket)

    assert follow(story)["status"] == "succeeded"


@pytest.mark.parametrize("is_there", [True, False])
def test_where_nothing_can_be_heard_one_looks(follow: Follow, is_there: bool) -> None:
    """The layer's server lets nobody listen, or it is away."""
    with layer_at(deaf_address() if is_there else NOWHERE):

        async def story(socket: ApplicationCommunicator) -> Frame:
            await in_thread(work_off)
            told = await to_the_end(socket)
            assert watch._listener is not None and not watch._listener.hears
            return told

        assert follow(story)["status"] == "succeeded"


def test_a_layer_that_comes_back_is_heard_again(follow: Follow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tonebridge.resilience.availability.LEFT_ALONE_S", 0.0)
    with ExitStack() as trouble:
        trouble.enter_context(layer_at(NOWHERE))

        async def story(socket: ApplicationCommunicator) -> Frame:
            await until_async(lambda: listener.availability._failing)
            trouble.close()
            await until_it_listens()
            await in_thread(work_off)
            return await to_the_end(socket)

        assert follow(story)["status"] == "succeeded"
