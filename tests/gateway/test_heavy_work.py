"""Files and large bodies take turns: what one person sends leaves threads for others."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from threading import Event, Semaphore

import pytest
from pytest_django import Settings

from tests.waiting import all_have_gone_on, until_async
from tonebridge.errors import RateLimited, Unavailable
from tonebridge.gateway.asgi_types import Message, Receive, Scope, Send
from tonebridge.gateway.exchange import KEY, Exchange
from tonebridge.gateway.heavy_work import HeavyWork
from tonebridge.gateway.lanes import all_lanes
from tonebridge.resilience import turns
from tonebridge.resilience.threads import finish, in_thread, later

IMPORT = "/glossary/import/"


@pytest.fixture
def four_threads(settings: Settings) -> Iterator[None]:
    settings.GATEWAY_THREADS = 4
    yield
    finish()


class Work:
    """A door whose work takes a thread until it is let go. Knows whose turn has come, and who is at work."""

    def __init__(self) -> None:
        self.let_in, self.begun, self.go = list[str](), list[str](), Semaphore(0)
        self.does: Callable[[], None] = lambda: None
        self.layer = HeavyWork(self)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        exchange: Exchange = scope[KEY]
        self.let_in.append(exchange.client_ip)
        await in_thread(self._work, exchange.client_ip)
        await send({"type": "http.response.start", "status": 200, "headers": []})

    def _work(self, name: str) -> None:
        self.begun.append(name)
        self.does()
        assert self.go.acquire(timeout=20)

    def ask(self, address: str, path: str = IMPORT, *, method: str = "POST", body: bytes = b"") -> asyncio.Task[None]:
        exchange = Exchange(method, path, {}, address, body=body)
        return asyncio.create_task(_run(self.layer({KEY: exchange}, _nothing, _ignored)))


async def _run(work: Awaitable[None]) -> None:
    await work


async def _nothing() -> Message:
    raise AssertionError


async def _ignored(_message: Message) -> None:
    pass


def test_one_person_works_on_one_file_at_once_and_all_together_on_half_of_the_threads(four_threads: None) -> None:
    async def story() -> None:
        work = Work()
        asked = [work.ask(person) for person in ("1.1.1.1", "1.1.1.1", "1.1.1.1", "2.2.2.2", "3.3.3.3")]
        await until_async(lambda: len(work.begun) == 2)
        await all_have_gone_on()
        assert work.let_in == work.begun == ["1.1.1.1", "2.2.2.2"]
        light = work.ask("4.4.4.4", "/history/", method="GET")
        await until_async(lambda: work.begun[2:] == ["4.4.4.4"])
        for _ in range(6):
            work.go.release()
        await asyncio.gather(light, *asked)
        assert work.begun[3:].index("3.3.3.3") == 0  # before the second file of whoever came first
        assert sorted(work.begun[3:]) == ["1.1.1.1", "1.1.1.1", "3.3.3.3"]

    asyncio.run(story())


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/jobs/new/", b""),
        ("POST", "/jobs/columns/", b""),
        ("POST", "/api/v1/glossary/import", b""),
        ("POST", "/api/v1/jobs/import", b""),
        ("POST", "/api/v1/transform/batch", b""),
        ("POST", "/any/", b"x" * 65_537),
        ("GET", "/glossary/export/", b""),
        ("GET", "/api/v1/audit/export", b""),
    ],
)
def test_what_is_large_or_a_file_waits_behind_the_persons_own(
    four_threads: None, method: str, path: str, body: bytes
) -> None:
    async def story() -> None:
        work = Work()
        first = work.ask("1.1.1.1")
        await until_async(lambda: len(work.begun) == 1)
        second = work.ask("1.1.1.1", path, method=method, body=body)
        await all_have_gone_on()
        assert len(work.let_in) == 1
        work.go.release()
        work.go.release()
        await asyncio.gather(first, second)

    asyncio.run(story())


@pytest.mark.parametrize(("method", "path"), sorted(all_lanes()))
def test_a_lane_takes_no_turn_however_large_its_body(four_threads: None, method: str, path: str) -> None:
    """A model may write for long, and holds no thread meanwhile: a turn would keep everybody's files waiting for it."""

    async def story() -> None:
        work = Work()
        asked = [work.ask("1.1.1.1", path, method=method, body=b" " * 65_537) for _ in range(4)]
        await until_async(lambda: len(work.begun) == 4)
        for _ in asked:
            work.go.release()
        await asyncio.gather(*asked)

    asyncio.run(story())


def test_who_sends_more_than_may_wait_is_told_to_come_again(four_threads: None) -> None:
    async def story() -> None:
        work = Work()
        asked = [work.ask("1.1.1.1") for _ in range(turns.MOST_WAITING + 2)]
        await all_have_gone_on()
        with pytest.raises(RateLimited) as refused:
            await asked.pop()
        assert refused.value.retry_after_s == turns.RETRY_AFTER_S
        for _ in asked:
            work.go.release()
        await asyncio.gather(*asked)

    asyncio.run(story())


def test_a_turn_that_doesnt_come_in_time_is_told_and_leaves_nothing_behind(
    four_threads: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        work = Work()
        first = work.ask("1.1.1.1")
        await until_async(lambda: len(work.begun) == 1)
        monkeypatch.setattr(turns, "LONGEST_WAIT_S", 0.01)
        with pytest.raises(Unavailable):
            await work.ask("1.1.1.1")
        work.go.release()
        work.go.release()
        await first
        await work.ask("1.1.1.1")
        assert (work.layer.turns._own, work.layer.turns._pieces) == ({}, {})

    asyncio.run(story())


def test_who_hangs_up_has_no_second_thread_before_the_first_is_done(four_threads: None) -> None:
    async def story() -> None:
        work = Work()
        first = work.ask("1.1.1.1")
        await until_async(lambda: len(work.begun) == 1)
        first.cancel()
        second = work.ask("1.1.1.1")
        await all_have_gone_on()
        assert len(work.let_in) == 1
        work.go.release()
        await until_async(lambda: len(work.begun) == 2)
        work.go.release()
        await second

    asyncio.run(story())


def test_a_reader_who_takes_their_time_keeps_nobody_waiting(four_threads: None) -> None:
    async def story() -> None:
        reading, work = asyncio.Event(), Work()

        async def slow(_message: Message) -> None:
            await reading.wait()

        exchange = Exchange("GET", "/glossary/export/", {}, "1.1.1.1")
        first = asyncio.create_task(_run(work.layer({KEY: exchange}, _nothing, slow)))
        work.go.release()
        work.go.release()
        await until_async(lambda: len(work.begun) == 1)
        await work.ask("1.1.1.1")
        assert not first.done()
        reading.set()
        await first

    asyncio.run(story())


def test_what_is_done_later_is_no_part_of_the_turn(four_threads: None) -> None:
    async def story() -> None:
        work, noting, go = Work(), Event(), Event()

        def note() -> None:
            noting.set()
            assert go.wait(20)

        work.does = lambda: later(note)
        first = work.ask("1.1.1.1")
        await until_async(noting.is_set)
        work.go.release()
        await first
        work.does = lambda: None
        second = work.ask("1.1.1.1")
        await until_async(lambda: len(work.begun) == 2)
        work.go.release()
        await second
        go.set()

    asyncio.run(story())
