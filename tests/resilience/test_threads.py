"""Work that is put off until whoever waits has their answer."""

import asyncio
import threading
from collections.abc import Iterator
from functools import partial
from queue import Queue

import pytest
from django.utils import translation
from django.utils.translation import get_language
from pytest_django import Settings

from tests.passing_time import PassingTime
from tests.waiting import until, until_async
from tonebridge.errors import Unavailable
from tonebridge.resilience import deadline, threads
from tonebridge.resilience.threads import afterwards, finish, in_thread, later, waiting
from tonebridge.resilience.waiting_line import WaitingLine


@pytest.fixture
def pool(settings: Settings) -> Iterator[None]:
    """A pool as in a web process."""
    settings.GATEWAY_THREADS = 2
    yield
    finish()


def test_what_is_put_off_runs_after_the_answer(pool: None) -> None:
    answered, done = threading.Event(), threading.Event()

    def ring() -> None:
        assert answered.wait(10)  # an answer that waited for this would never come
        done.set()

    def answer() -> str:
        afterwards(ring)
        return "answer"

    async def asked() -> str:
        found = await in_thread(answer)
        answered.set()
        return found

    assert asyncio.run(asked()) == "answer"
    assert done.wait(10)


def test_what_is_put_off_runs_too_where_the_work_fails(pool: None) -> None:
    done = threading.Event()

    def fail() -> None:
        afterwards(done.set)
        raise KeyError("x")

    with pytest.raises(KeyError):
        asyncio.run(in_thread(fail))
    assert done.wait(10)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_work_in_the_pool_speaks_the_language_of_whoever_asked(pool: None, language: str) -> None:
    spoken = Queue[str]()

    def work() -> str:
        afterwards(speak)
        return get_language()

    def speak() -> None:
        spoken.put(get_language())

    async def asked() -> str:
        with translation.override(language):
            later(speak)
            return await in_thread(work)

    assert asyncio.run(asked()) == language
    assert {spoken.get(timeout=10), spoken.get(timeout=10)} == {language}


def test_no_language_stays_in_a_thread(pool: None, settings: Settings) -> None:
    settings.GATEWAY_THREADS = 1

    async def asked() -> str:
        translation.deactivate()  # what a test before this one has left
        with translation.override("en"):
            await in_thread(get_language)
        return await in_thread(get_language)

    assert asyncio.run(asked()) == settings.LANGUAGE_CODE


def test_outside_of_the_pool_nothing_is_put_off() -> None:
    done = threading.Event()
    afterwards(done.set)
    assert done.is_set()


def test_the_pool_ends_with_its_work_done(pool: None) -> None:
    rung = list[int]()

    def work() -> None:
        for number in range(50):
            afterwards(partial(rung.append, number))

    asyncio.run(in_thread(work))
    finish()
    assert sorted(rung) == list(range(50))


def test_what_is_put_off_while_the_pool_ends_is_done_all_the_same(pool: None) -> None:
    rung, end = list[int](), threading.Thread(target=finish)

    def work() -> str:
        afterwards(partial(rung.append, 1))
        end.start()
        until(lambda: threads._pool()._shutdown)
        return "answer"

    assert asyncio.run(in_thread(work)) == "answer"
    end.join()  # it takes the pool away from whoever comes next
    assert rung == [1]


def test_a_burst_that_passed_the_door_finds_no_endless_queue(
    pool: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.GATEWAY_MOST_WAITING, end = 3, threading.Event()
    monkeypatch.setattr(threads, "expected_wait_s", lambda: 0.0)  # the pace of work on a busy machine is another matter

    async def asked() -> set[type]:
        with deadline.within(60):
            calls = [asyncio.ensure_future(in_thread(end.wait, 10)) for _ in range(20)]
        await asyncio.sleep(0)
        assert sum(call.done() for call in calls) >= 20 - 2 - 3  # two threads have one each, three wait
        end.set()
        return {type(each) for each in await asyncio.gather(*calls, return_exceptions=True)}

    assert asyncio.run(asked()) == {bool, Unavailable}


def test_what_has_no_deadline_is_never_refused(pool: None, settings: Settings) -> None:
    settings.GATEWAY_MOST_WAITING = 0
    assert asyncio.run(in_thread(lambda: "settled")) == "settled"


def test_a_request_that_would_wait_for_too_long_is_refused(
    pool: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "expected_wait_s", lambda: 2.0)

    async def asked() -> None:
        with deadline.within(60):
            await in_thread(lambda: None)

    with pytest.raises(Unavailable):
        asyncio.run(asked())


def test_work_that_was_called_off_leaves_the_line(pool: None) -> None:
    end = threading.Event()

    async def called_off() -> int:
        calls = [asyncio.ensure_future(in_thread(end.wait, 10)) for _ in range(5)]
        await asyncio.sleep(0)
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        end.set()
        return waiting()

    assert asyncio.run(called_off()) == 0


def test_what_waits_for_a_thread_never_begins_once_its_caller_has_gone(pool: None) -> None:
    begun, end = list[int](), threading.Event()

    def work(number: int) -> None:
        begun.append(number)
        end.wait(10)

    async def gone() -> None:
        with deadline.within(60):
            calls = [asyncio.ensure_future(in_thread(work, number)) for number in range(4)]
        await until_async(lambda: len(begun) == 2)
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        end.set()

    asyncio.run(gone())
    finish()
    assert sorted(begun) == [0, 1]


def test_a_request_that_has_begun_is_finished(pool: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    async def asked() -> str:
        with deadline.within(60):
            await in_thread(lambda: "begun")
            monkeypatch.setattr(threads, "expected_wait_s", lambda: 2.0)
            return await in_thread(lambda: "finished")

    assert asyncio.run(asked()) == "finished"


def test_the_wait_to_expect_grows_with_the_line_and_its_pace(passing_time: PassingTime) -> None:
    passing_time.stand_still()
    line = WaitingLine()
    places = [line.join() for _ in range(60)]
    for place in places[:50]:
        passing_time.pass_s(0.125)
        line.begin(place)
    assert line.expected_s() == 50 * 0.125  # the one in front has waited since the beginning
    fresh = [line.join() for _ in range(40)]
    for place in places[50:]:
        passing_time.pass_s(0.125)
        line.begin(place)
    assert line.expected_s() == pytest.approx(40 * 0.125, rel=0.005)  # on its way to the pace
    for place in fresh:
        line.leave(place)
    assert line.expected_s() == 0
