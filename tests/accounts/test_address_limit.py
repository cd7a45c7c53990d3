"""How often one address may try."""

import time
import zlib
from collections.abc import Callable, Iterator
from itertools import count as numbers

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings
from rest_framework.test import APIClient

from tonebridge.limits.token_bucket import availability
from tonebridge.resilience.circuit_breaker import redis_breaker

TOKEN, REGISTER = "/api/v1/auth/token", "/api/v1/auth/register"
NUMBERS = numbers()


def wrong() -> dict[str, str]:
    """Another account each time: tries at one account are counted apart."""
    return {"email": f"nobody-{next(NUMBERS)}@example.com", "password": "not a password"}


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package counts in windows of the wall clock: one must not end in the middle of a test."""
    now = time.time()
    monkeypatch.setattr("django_ratelimit.core.time.time", lambda: now)


@pytest.fixture(autouse=True)
def _the_cache_server_is_back_afterwards() -> Iterator[None]:
    yield
    back()


def back() -> None:
    """The cache server answers, and the process knows it."""
    policy = redis_breaker._policy
    redis_breaker.__init__("redis", shared=False, policy=policy)  # type: ignore[misc]  # as new
    availability.answered()


def statuses(client: APIClient, path: str, count: int, address: str = "192.0.2.1") -> list[int]:
    return [client.post(path, wrong(), format="json", REMOTE_ADDR=address).status_code for _ in range(count)]


def test_the_eleventh_sign_in_of_a_minute_is_refused_with_a_wait(plain: APIClient) -> None:
    assert statuses(plain, TOKEN, 11) == [401] * 10 + [429]
    answer = plain.post(TOKEN, wrong(), format="json", REMOTE_ADDR="192.0.2.1")
    assert answer.json()["code"] == "RATE_LIMITED"
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


def test_registrations_are_counted_apart_from_sign_ins(plain: APIClient) -> None:
    statuses(plain, TOKEN, 11)
    assert [status == 429 for status in statuses(plain, REGISTER, 11)] == [False] * 10 + [True]


def test_another_address_is_not_held_up(plain: APIClient) -> None:
    statuses(plain, TOKEN, 11)
    assert statuses(plain, TOKEN, 1, address="192.0.2.2") == [401]


def test_addresses_of_one_ipv6_site_count_together(plain: APIClient) -> None:
    for host in range(10):
        statuses(plain, TOKEN, 1, address=f"2001:db8:1:1::{host}")
    assert statuses(plain, TOKEN, 1, address="2001:db8:1:1:ffff::1") == [429]
    assert statuses(plain, TOKEN, 1, address="2001:db8:1:2::1") == [401]


def test_the_address_that_the_front_door_found_counts(plain: APIClient) -> None:
    statuses(plain, TOKEN, 11)
    plain.defaults["tonebridge.client_ip"] = "198.51.100.7"
    assert statuses(plain, TOKEN, 1) == [401]


def test_a_page_and_its_api_share_one_budget(plain: APIClient) -> None:
    assert statuses(plain, TOKEN, 6) == [401] * 6
    tries = [status_of_page() for _ in range(5)]
    assert (tries, statuses(plain, TOKEN, 1)) == ([422] * 4 + [429], [429])


LINKS = ("/verify-email/{}/", "/verify-email/{}/not-mine/", "/reset-password/{}/", "/invitations/{}/")


@pytest.mark.parametrize("link", LINKS)
def test_opening_links_of_mails_takes_from_the_calls_of_the_address(
    plans: None, settings: Settings, still_time: object, link: str
) -> None:
    cache.clear()
    settings.GATEWAY_ANONYMOUS_PER_MINUTE = 2
    pages = [
        Client(REMOTE_ADDR=address).get(link.format(f"made-up-{number}"))
        for address in ("192.0.2.1", "192.0.2.2")
        for number in range(3)
    ]
    assert [page.status_code for page in pages] == [400, 400, 429] * 2
    assert int(pages[-1].headers["Retry-After"]) >= 1 and b"<h1>" in pages[-1].content


def status_of_page() -> int:
    return Client(REMOTE_ADDR="192.0.2.1").post("/sign-in/", wrong()).status_code


HERE = "192.0.2.1"


def at_minute(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """So many minutes after the windows of `HERE` began, all in one hour."""
    begun = int(time.time()) // 3_600 * 3_600 + zlib.crc32(HERE.encode()) % 3_600 + 1
    monkeypatch.setattr("django_ratelimit.core.time.time", lambda: begun + number * 60)


def test_tries_that_the_minute_refuses_use_up_nothing_of_the_hour(
    plain: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = []
    for minute in range(3):
        at_minute(monkeypatch, minute)
        assert statuses(plain, TOKEN, 10) == [401] * 10
        refused += statuses(plain, TOKEN, 15)
    at_minute(monkeypatch, 3)
    assert refused == [429] * 45
    assert statuses(plain, TOKEN, 1) == [429]
    answer = plain.post(TOKEN, wrong(), format="json", REMOTE_ADDR=HERE)
    assert int(answer.headers["Retry-After"]) == 3_600 - 3 * 60 - 1


def test_a_try_that_both_windows_refuse_waits_for_the_later_one(
    plain: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for minute in range(3):
        at_minute(monkeypatch, minute)
        assert statuses(plain, TOKEN, 10) == [401] * 10
    answer = plain.post(TOKEN, wrong(), format="json", REMOTE_ADDR=HERE)
    assert (answer.status_code, int(answer.headers["Retry-After"])) == (429, 3_600 - 2 * 60 - 1)


@pytest.fixture
def breaker_open() -> None:
    """The cache server is given up, and somebody else finds out when it is back."""
    redis_breaker.is_tried_elsewhere = True
    redis_breaker.tell(0, ok=False, at_once=True)


def test_a_cache_server_that_is_given_up_is_not_asked(plain: APIClient, breaker_open: None) -> None:
    """Nothing was counted there: once it is back, there are ten tries."""
    assert statuses(plain, TOKEN, 12, address="192.0.2.9") == [401] * 10 + [429] * 2
    back()
    assert statuses(plain, TOKEN, 11, address="192.0.2.9") == [401] * 10 + [429]


def test_a_cache_server_that_is_away_is_asked_once_a_try(
    plain: APIClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[str]()

    def refuse(name: str) -> None:
        asked.append(name)
        raise ConnectionError

    monkeypatch.setattr("django_ratelimit.core.caches", Caches(refuse))
    assert statuses(plain, TOKEN, 1, address="192.0.2.10") == [401]
    assert len(asked) == 1


class Caches:
    """Each of them calls when it is asked."""

    def __init__(self, call: Callable[[str], None]) -> None:
        self.call = call

    def __getitem__(self, name: str) -> None:
        self.call(name)


def test_without_the_cache_server_tries_are_counted_all_the_same(plain: APIClient, settings: Settings) -> None:
    away = settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": away}
    begun = time.perf_counter()
    assert statuses(plain, TOKEN, 12) == [401] * 10 + [429] * 2
    assert time.perf_counter() - begun < 5
