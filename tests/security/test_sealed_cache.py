"""What lies in Valkey says nothing to whoever reads it, and nothing from it is run."""

import pickle
from typing import Any

import pytest
from channels.layers import get_channel_layer
from django.core.cache import cache
from django_redis import get_redis_connection

from tests.front_door import FrontDoor

SECRET = "給与は500万円"


def raw() -> bytes:
    """All that the cache's server holds."""
    connection: Any = get_redis_connection()  # untyped package
    return b"".join(connection.get(key) or b"" for key in connection.keys("*"))


@pytest.fixture(autouse=True)
def _empty() -> None:
    cache.clear()


def test_a_cached_value_is_sealed_and_comes_back_as_it_was() -> None:
    cache.set("answer", {"text": SECRET, "spans": [1, 2]})
    assert cache.get("answer") == {"text": SECRET, "spans": [1, 2]}
    assert SECRET.encode() not in raw() and b"spans" not in raw()


def test_counters_still_count() -> None:
    cache.set("calls", 1)
    assert (cache.incr("calls"), cache.get("calls")) == (2, 2)


class Bomb:
    """Goes off when it is unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return pytest.fail, ("a planted pickle was run",)


def test_a_planted_pickle_is_no_value() -> None:
    cache.set("answer", "x")
    connection: Any = get_redis_connection()  # untyped package
    for key in connection.keys("*"):
        connection.set(key, pickle.dumps(Bomb()))
    assert cache.get("answer") is None


def test_messages_between_processes_are_sealed(visitor: FrontDoor) -> None:
    layer: Any = get_channel_layer()
    sealed = layer.serialize({"type": "job.progress", "text": SECRET})
    assert SECRET.encode() not in sealed
    assert layer.deserialize(sealed)["text"] == SECRET
