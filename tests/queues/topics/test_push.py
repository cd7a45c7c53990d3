"""Who follows a topic is woken when its log gets on, in every process; who can't hear says so and breaks nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from threading import Event
from typing import Any

import pytest
from channels.layers import get_channel_layer
from django_redis import get_redis_connection

from tests.channel_layer import NOWHERE, deaf_address, layer_at
from tests.waiting import until_async
from tonebridge.ids import uuid7
from tonebridge.queues.topics import listener as listening
from tonebridge.queues.topics.listener import Listener
from tonebridge.queues.topics.log import Entry, append, newest
from tonebridge.queues.topics.topic import Topic
from tonebridge.queues.topics.wake_up import channel_of, group_of, wake_up
from tonebridge.resilience.circuit_breaker import redis_breaker

Story = Callable[[Listener], Awaitable[Any]]


@pytest.fixture
def topic() -> Topic:
    return Topic(uuid7(), "job:1")


@pytest.fixture(autouse=True)
def _left_alone_for_no_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("tonebridge.resilience.availability.LEFT_ALONE_S", 0.0)
    yield
    redis_breaker.__init__("redis", shared=False)  # type: ignore[misc]  # closed, for the tests that follow


def told(loop_runner: asyncio.Runner, story: Story) -> Any:
    async def all_of_it() -> Any:
        listener = Listener()
        try:
            return await story(listener)
        finally:
            await listener.end()

    return loop_runner.run(all_of_it())


def get_on(topic: Topic, number: int) -> None:
    """As a worker does, which has no event loop."""
    append([(topic, Entry(number, {"n": number}))])


async def until_woken(listener: Listener) -> set[Topic]:
    async with asyncio.timeout(20):
        while not (woken := await listener.woken(within_s=5)):
            pass
    return woken


async def until_heard(listener: Listener, topic: Topic) -> None:
    async def heard() -> bool:
        await listener.follow([topic])
        return listener.hears

    await until_async(heard)


def test_who_follows_is_woken_and_reads_the_news_in_the_log(loop_runner: asyncio.Runner, topic: Topic) -> None:
    async def story(listener: Listener) -> object:
        assert await listener.follow([topic]) == {topic}
        await asyncio.to_thread(get_on, topic, 3)
        return await until_woken(listener), await newest([topic])

    assert told(loop_runner, story) == ({topic}, {topic: Entry(3, {"n": 3})})


def test_what_the_log_knows_already_wakes_nobody(loop_runner: asyncio.Runner, topic: Topic) -> None:
    other = Topic(topic.organization_id, "job:2")
    get_on(topic, 3)

    async def story(listener: Listener) -> object:
        await listener.follow([topic, other])
        for number in (3, 2):
            get_on(topic, number)
        get_on(other, 1)
        return await until_woken(listener)

    assert told(loop_runner, story) == {other}


def test_the_same_name_of_another_organization_wakes_nobody(loop_runner: asyncio.Runner, topic: Topic) -> None:
    async def story(listener: Listener) -> object:
        await listener.follow([topic])
        get_on(Topic(uuid7(), topic.name), 1)
        get_on(topic, 1)
        return await until_woken(listener)

    assert told(loop_runner, story) == {topic}


def test_who_follows_no_longer_is_not_woken(loop_runner: asyncio.Runner, topic: Topic) -> None:
    other = Topic(topic.organization_id, "job:2")

    async def story(listener: Listener) -> object:
        await listener.follow([topic])
        assert await listener.follow([other]) == {other}
        get_on(topic, 1)
        get_on(other, 1)
        return await until_woken(listener)

    assert told(loop_runner, story) == {other}


def test_two_processes_are_both_woken(loop_runner: asyncio.Runner, topic: Topic) -> None:
    """Each has an event loop, and the layer connections, of its own."""

    async def there() -> set[Topic]:
        listener = Listener()
        try:
            await listener.follow([topic])
            followed.set()
            return await until_woken(listener)
        finally:
            await listener.end()

    async def story(listener: Listener) -> object:
        await listener.follow([topic])
        other = asyncio.create_task(asyncio.to_thread(asyncio.run, there()))
        await followed.wait_in_loop()
        get_on(topic, 1)
        return await until_woken(listener), await other

    followed = _Flag()
    assert told(loop_runner, story) == ({topic}, {topic})


class _Flag:
    """Set in one loop, waited for in another."""

    def __init__(self) -> None:
        self._event = Event()
        self.set = self._event.set

    async def wait_in_loop(self) -> None:
        assert await asyncio.to_thread(self._event.wait, 20)


def test_what_goes_through_the_server_names_nobody_and_is_sealed(loop_runner: asyncio.Runner, topic: Topic) -> None:
    server: Any = get_redis_connection("default")  # untyped package
    tapped = server.pubsub()
    tapped.psubscribe("*")
    tapped.get_message(timeout=20)  # that it has

    async def story(listener: Listener) -> list[dict[str, Any]]:
        await listener.follow([topic])
        get_on(topic, 1)
        await until_woken(listener)
        return list(iter(partial(tapped.get_message, timeout=0.1), None))

    overheard = told(loop_runner, story)
    tapped.close()
    channels = {said["channel"].decode() for said in overheard}
    assert channel_of(group_of(topic)) in channels
    everything = b"".join(said["channel"] + said["data"] for said in overheard)
    for word in (str(topic.organization_id), topic.organization_id.hex, topic.name, "topic"):
        assert word.encode() not in everything


def test_groups_are_nobodys_to_guess(topic: Topic, settings: Any) -> None:
    """Not without the key, and never another organization's."""
    here = group_of(topic)
    assert group_of(Topic(uuid7(), topic.name)) != here
    settings.SECRET_KEY = "x" * 50
    assert group_of(topic) != here


def test_what_a_stranger_publishes_is_not_heard(loop_runner: asyncio.Runner, topic: Topic) -> None:
    channel, sealed = wake_up(topic)
    other = Topic(topic.organization_id, "job:2")
    strangers = [b"", b"x", sealed[:-4] + b"AAAA", b"\x81\xa4type\xaatopic.news"]
    layer: Any = get_channel_layer()

    async def story(listener: Listener) -> object:
        await listener.follow([topic, other])
        server: Any = get_redis_connection("default")
        for each in (*strangers, layer.serialize({}), layer.serialize({"type": "topic.news"}), layer.serialize([1])):
            server.publish(channel, each)
        get_on(other, 1)
        return await until_woken(listener)

    assert told(loop_runner, story) == {other}


def test_one_whose_connection_is_cut_hears_again(
    loop_runner: asyncio.Runner, topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "PROVE_EVERY_S", 0.0)
    server: Any = get_redis_connection("default")

    async def story(listener: Listener) -> object:
        await listener.follow([topic])
        server.client_kill_filter(_type="pubsub")
        await listener.follow([topic])
        await until_heard(listener, topic)
        get_on(topic, 1)
        return await until_woken(listener)

    assert told(loop_runner, story) == {topic}


def test_one_that_may_not_listen_says_so_and_keeps_no_writer(loop_runner: asyncio.Runner, topic: Topic) -> None:
    """The server is well, and refuses the layer alone."""

    async def story(listener: Listener) -> object:
        assert await listener.follow([topic]) == set()
        get_on(topic, 1)
        return listener.hears, await newest([topic])

    with layer_at(deaf_address()):
        assert told(loop_runner, story) == (False, {topic: Entry(1, {"n": 1})})


def test_one_that_hears_nothing_hears_again_once_its_server_is_back(loop_runner: asyncio.Runner, topic: Topic) -> None:
    async def story(listener: Listener) -> object:
        with layer_at(NOWHERE):
            assert await listener.follow([topic]) == set()
            assert not listener.hears
        await until_heard(listener, topic)
        get_on(topic, 1)
        return await until_woken(listener)

    assert told(loop_runner, story) == {topic}
