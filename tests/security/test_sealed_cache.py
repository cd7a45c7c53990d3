"""What lies in Valkey says nothing to whoever reads it, and nothing from it is run."""

import pickle
from typing import Any

import pytest
from channels.layers import get_channel_layer
from django.core.cache import cache
from django_redis import get_redis_connection

from apps.accounts.actions.issue_ws_ticket import issue_ws_ticket, key_of
from apps.accounts.actions.redeem_ws_ticket import redeem_ws_ticket
from tests.cast import Person
from tests.front_door import FrontDoor
from tonebridge.security.encryption import key_ring

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


def copied(source: str, target: str) -> None:
    """As somebody does who may write to the server."""
    connection: Any = get_redis_connection()  # untyped package
    connection.set(str(cache.make_key(target)), connection.get(str(cache.make_key(source))))


def test_a_value_that_was_copied_to_another_name_is_none() -> None:
    cache.set_many({"alices": {"user": "alice"}, "bobs": {"user": "bob"}})
    copied("alices", "bobs")
    assert cache.get("bobs") is None and cache.get("bobs", "nothing") == "nothing"
    assert cache.get_many(["alices", "bobs"]) == {"alices": {"user": "alice"}}


def test_a_value_of_another_version_of_the_name_is_none() -> None:
    cache.set("answer", "old", version=1)
    connection: Any = get_redis_connection()  # untyped package
    connection.set(str(cache.make_key("answer", 2)), connection.get(str(cache.make_key("answer", 1))))
    assert (cache.get("answer", version=1), cache.get("answer", version=2)) == ("old", None)


def test_a_value_of_the_version_before_is_none() -> None:
    connection: Any = get_redis_connection()  # untyped package
    connection.set(str(cache.make_key("answer")), key_ring().seal(b'"old"', b"cache"))
    assert cache.get("answer") is None
    assert cache.add("other", "x") and not cache.add("other", "y") and cache.get("other") == "x"
    assert cache.incr_version("other") == 2 and cache.get("other", version=2) == "x"


def test_what_has_no_name_of_its_own_is_not_kept() -> None:
    with pytest.raises(TypeError):
        cache.sadd("set", SECRET)  # type: ignore[attr-defined]  # of the package's cache


def test_a_ticket_that_was_copied_to_the_name_of_ones_own_opens_nothing(alice: Person, charlie: Person) -> None:
    victims, own = (issue_ws_ticket(principal=one.principal).ticket for one in (alice, charlie))
    copied(key_of(victims), key_of(own))
    assert redeem_ws_ticket(ticket=own) is None
    assert redeem_ws_ticket(ticket=victims) is not None


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
