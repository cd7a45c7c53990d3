"""How often one address may try."""

import time
from itertools import count as numbers

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

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


def test_without_the_cache_server_everyone_gets_in_quickly(plain: APIClient, settings: Settings) -> None:
    away = settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": away}
    begun = time.perf_counter()
    assert statuses(plain, TOKEN, 12) == [401] * 12
    assert time.perf_counter() - begun < 5
