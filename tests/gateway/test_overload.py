"""Too much, too slow, too late: each is refused in time, with a sentence."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from pytest_django import Settings

from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.passing_time import PassingTime
from tests.waiting import until_async
from tonebridge.errors import TimedOut
from tonebridge.gateway import load_shedding, problems, pulse
from tonebridge.gateway.asgi_types import Message
from tonebridge.gateway.incoming import BODY_SECONDS
from tonebridge.resilience import deadline, threads
from tonebridge.resilience.database_errors import trouble_of
from tonebridge.resilience.threads import in_thread
from tonebridge.telemetry import metrics

SOFTEN = {"text": "明日までに直せ。", "transformation_type": "soften"}


def shed(reason: str) -> float:
    return float(metrics.REQUESTS_SHED.labels(reason)._value.get())


def test_with_too_much_under_way_all_but_health_is_refused(visitor: FrontDoor, settings: Settings) -> None:
    settings.GATEWAY_MOST_IN_FLIGHT = 0
    before = shed("in_flight")
    answer = visitor.get("/api/v1/preview/info")
    assert (answer.status_code, answer.json()["code"]) == (503, "SERVICE_UNAVAILABLE")
    assert answer.headers["retry-after"] == "1"
    assert shed("in_flight") == before + 1
    assert visitor.get("/health").status_code == 200
    assert visitor.get("/health/ready").status_code == 200


def test_a_browser_that_comes_at_such_a_time_gets_a_page(visitor: FrontDoor, settings: Settings) -> None:
    settings.GATEWAY_MOST_IN_FLIGHT = 0
    answer = visitor.as_(Accept="text/html,*/*;q=0.8", Accept_Language="en").post("/glossary/import/")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert "<h1>Not available right now</h1>" in answer.text and "Try again in 1 second." in answer.text
    assert "style-src 'self';" in answer.headers["content-security-policy"]
    assert visitor.as_(Accept="text/html").get("/api/v1/preview/info").json()["code"] == "SERVICE_UNAVAILABLE"


def test_such_a_page_is_rendered_once_and_names_each_request(
    visitor: FrontDoor, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a flood the event loop has better things to do."""
    settings.GATEWAY_MOST_IN_FLIGHT = 0
    browser = {"Accept": "text/html", "Accept-Language": "en"}
    visitor.get("/", headers=browser)
    monkeypatch.delattr(problems, "render_to_string")
    for number in ("request-1", "request-2"):
        page = visitor.get("/", headers=browser | {"X-Request-ID": number}).text
        assert page.count(f"<code>{number}</code>") == 1 and page.count("request-") == 1


def test_when_work_waits_batches_are_refused_before_callers(
    visitor: FrontDoor, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.GATEWAY_MOST_WAITING = 10
    later = {"Prefer": "respond-async"}

    def statuses(waiting: int) -> tuple[int, int]:
        monkeypatch.setattr(load_shedding, "waiting", lambda: waiting)
        asked = visitor.get("/api/v1/preview/info"), visitor.get("/api/v1/preview/info", headers=later)
        return asked[0].status_code, asked[1].status_code

    assert [statuses(4), statuses(5), statuses(10)] == [(200, 200), (200, 503), (503, 503)]


def test_where_the_next_would_wait_for_long_it_is_refused(
    visitor: FrontDoor, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.GATEWAY_MOST_WAIT_S = 2

    def statuses(wait_s: float) -> tuple[int, int]:
        monkeypatch.setattr(load_shedding, "expected_wait_s", lambda: wait_s)
        asked = [visitor.get("/api/v1/preview/info", headers=headers) for headers in ({}, {"Prefer": "respond-async"})]
        return asked[0].status_code, asked[1].status_code

    assert [statuses(0.9), statuses(1), statuses(2)] == [(200, 200), (200, 503), (503, 503)]


def test_a_request_that_is_over_makes_room(visitor: FrontDoor, settings: Settings) -> None:
    settings.GATEWAY_MOST_IN_FLIGHT = 1
    assert [visitor.get("/api/v1/preview/info").status_code for _ in range(3)] == [200] * 3


def test_a_deadline_that_has_passed_is_a_timeout(api: Api, alice: Person, passing_time: PassingTime) -> None:
    passing_time.pass_with_each_look(1)
    answer = api(alice).as_(X_TB_Deadline_Ms="100").post("/api/v1/transform", SOFTEN)
    assert (answer.status_code, answer.json()["code"]) == (504, "TIMEOUT")


@pytest.mark.parametrize("wish", ["soon", "-1", "1.5", "１００"])
def test_a_deadline_that_is_no_number_is_named(api: Api, alice: Person, wish: str) -> None:
    headers: Any = {b"X-TB-Deadline-Ms": wish.encode()}
    answer = api(alice).post("/api/v1/transform", SOFTEN, headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "X-TB-Deadline-Ms")


@pytest.mark.parametrize(("wish", "seconds"), [("0", 0.05), ("2000", 2), ("99999999999", 30), (None, 8)])
def test_a_wish_is_kept_within_bounds(
    visitor: FrontDoor, monkeypatch: pytest.MonkeyPatch, wish: str | None, seconds: float
) -> None:
    given: list[float] = []
    within = deadline.within

    def noted(seconds: float) -> AbstractContextManager[None]:
        given.append(seconds)
        return within(seconds)

    monkeypatch.setattr(deadline, "within", noted)
    visitor.get("/api/v1/preview/info", headers={"X-TB-Deadline-Ms": wish} if wish is not None else {})
    assert given == [seconds]


@pytest.fixture
def one_thread(settings: Settings) -> Iterator[None]:
    threads._pool.cache_clear()
    settings.GATEWAY_THREADS = 1
    yield
    threads._pool().shutdown()
    threads._pool.cache_clear()


def test_work_that_could_not_begin_in_time_never_does(one_thread: None) -> None:
    done: list[str] = []
    begun, release = threading.Event(), threading.Event()

    def take_the_thread() -> bool:
        begun.set()
        return release.wait(20)

    async def both() -> bool:
        first = asyncio.create_task(in_thread(take_the_thread))
        await until_async(begun.is_set)
        with deadline.within(0.05), pytest.raises(TimedOut):
            await in_thread(done.append, "too late")
        assert not first.done() and threads.waiting() <= 1
        release.set()
        return await first

    assert asyncio.run(both())
    threads.finish()
    assert done == []


def test_a_thread_knows_the_deadline(one_thread: None, passing_time: PassingTime) -> None:
    passing_time.stand_still()

    async def asked() -> float:
        with deadline.within(5):
            return await in_thread(deadline.left_s)

    assert asyncio.run(asked()) == 5


def test_a_body_that_doesnt_come_is_refused_and_the_connection_ends(
    visitor: FrontDoor, passing_time: PassingTime
) -> None:
    start = visitor.run(_slow_body(passing_time))
    assert (start["status"], dict(start["headers"])[b"connection"]) == (408, b"close")


async def _slow_body(time: PassingTime) -> Message:
    from tonebridge.asgi import application

    sent: list[Message] = []

    async def receive() -> Message:
        time.pass_s(BODY_SECONDS * 0.4)
        await asyncio.sleep(0)
        return {"type": "http.request", "body": b"{", "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"127.0.0.1"), (b"content-type", b"application/json"), (b"content-length", b"999")]
    scope: Any = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/api/v1/transform",
        "headers": headers,
        "query_string": b"",
    }
    whole: Any = application
    await whole(scope, receive, send)
    return sent[0]


@pytest.mark.parametrize("packing", ["gzip", "deflate", "br", "identity, gzip"])
def test_a_packed_body_is_refused(api: Api, alice: Person, packing: str) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": packing}
    answer = api(alice).post("/api/v1/transform", content=b"\x1f\x8b", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
@pytest.mark.parametrize("path", ["/api/v1/history", "/api/v1/auth/me", "/api/v1/transform"])
def test_without_the_database_a_good_key_is_asked_to_come_again_and_never_refused(
    api: Api, alice: Person, monkeypatch: pytest.MonkeyPatch, path: str, error: type[Exception]
) -> None:
    def away(*_given: object, **_named: object) -> None:
        raise error("the server closed the connection")

    monkeypatch.setattr("apps.accounts.queries.credentials.find_with_standing", away)
    answer = api(alice).request("POST" if "transform" in path else "GET", path, json=SOFTEN)
    assert (answer.status_code, answer.json()["code"]) == (503, "SERVICE_UNAVAILABLE")
    assert 1 <= int(answer.headers["retry-after"]) <= 60


def test_without_the_database_a_page_says_so(visitor: FrontDoor, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_given: object, **_named: object) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr("apps.accounts.session_store.SessionStore._get_session_from_db", away)
    answer = visitor.get("/history/", headers={"Cookie": "sessionid=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    assert answer.status_code == 503
    assert "<html" in answer.text
    assert answer.headers["retry-after"] == "2"


def test_a_mistake_of_ours_isnt_taken_for_an_absent_database() -> None:
    assert trouble_of(ValueError()) is None


def lag() -> float:
    return float(metrics.EVENT_LOOP_LAG._value.get())


def test_a_loop_that_wakes_late_shows(passing_time: PassingTime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "EVERY_S", 0.05)
    metrics.EVENT_LOOP_LAG.set(0)
    passing_time.stand_still()

    async def blocked() -> None:
        beating = pulse.Pulse()
        beating.start()
        await asyncio.sleep(0)  # it has fallen asleep
        passing_time.pass_s(0.5)
        await until_async(lambda: lag() > 0)
        await beating.stop()

    asyncio.run(blocked())
    assert lag() == 0.5 - 0.05 / pulse.STEPS
