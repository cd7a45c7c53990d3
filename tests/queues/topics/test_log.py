"""Logs of topics: numbers go up, an organization's are its own, what isn't held is said not to be."""

import pytest
from django_redis import get_redis_connection
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tonebridge.ids import uuid7
from tonebridge.queues.topics import log
from tonebridge.queues.topics.log import Entry, after, append, until_my_turn_s
from tonebridge.queues.topics.topic import Topic
from tonebridge.resilience.circuit_breaker import redis_breaker


@pytest.fixture
def topic() -> Topic:
    return Topic(uuid7(), "job:1")


def told(topic: Topic, *numbers: int) -> None:
    for number in numbers:
        append([(topic, Entry(number, {"n": number}))])


def numbers(entries: tuple[Entry, ...] | None) -> list[int] | None:
    return None if entries is None else [each.number for each in entries]


def test_who_comes_back_is_told_all_that_came_after(topic: Topic) -> None:
    told(topic, 0, 1, 4, 9)
    assert numbers(after(topic, 0)) == [1, 4, 9]
    assert after(topic, 4) == (Entry(9, {"n": 9}),)
    assert after(topic, 9) == ()


def test_numbers_only_go_up_whoever_tells(topic: Topic) -> None:
    told(topic, 0, 5, 3, 5, 6)
    assert numbers(after(topic, 0)) == [5, 6]


@pytest.mark.parametrize("number", [2, 7])
def test_a_number_that_nobody_was_told_is_not_known(topic: Topic, number: int) -> None:
    told(topic, 1, 3)
    assert after(topic, number) is None


def test_what_is_wiped_is_not_taken_for_nothing_new(topic: Topic) -> None:
    told(topic, 1, 2)
    get_redis_connection("default").delete(topic.key)
    assert after(topic, 1) is None
    told(topic, 3)
    assert after(topic, 1) is None


def test_the_same_name_of_another_organization_is_another_topic(topic: Topic) -> None:
    told(topic, 1, 2)
    assert after(Topic(uuid7(), topic.name), 1) is None


def test_a_log_is_bounded_and_goes_by_itself(topic: Topic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "ENTRIES", 100)
    append([(topic, Entry(number, {})) for number in range(1_000)])
    client = get_redis_connection("default")
    assert 100 <= client.xlen(topic.key) < 300
    assert 0 < client.ttl(topic.key) <= log.LIVES_S
    assert after(topic, 0) is None
    assert numbers(after(topic, 990)) == list(range(991, 1_000))


def test_one_of_all_processes_is_let_so_often(topic: Topic) -> None:
    first, *others = [until_my_turn_s(topic, every_s=60) for _ in range(3)]
    assert first == 0.0
    assert all(0.0 < left_s <= 60 for left_s in others)
    assert until_my_turn_s(Topic(uuid7(), "job:1"), every_s=60) == 0.0


def test_a_server_that_is_away_costs_nobody_an_error(topic: Topic, monkeypatch: pytest.MonkeyPatch) -> None:
    told(topic, 1, 2)
    monkeypatch.setattr(log, "_client", lambda: Redis(port=1, retry=Retry(NoBackoff(), 0)))
    try:
        told(topic, 3)
        assert after(topic, 1) is None
        assert until_my_turn_s(topic, every_s=1) == 1
    finally:
        redis_breaker.__init__("redis", shared=False)  # type: ignore[misc]  # closed again, for the tests that follow
