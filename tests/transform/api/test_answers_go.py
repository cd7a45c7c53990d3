"""What was kept of a message for repeats goes with it: from the cache server, and from what processes hold on to."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django_redis import get_redis_connection

from apps.transform.actions.apply_retention import apply_retention_of
from apps.transform.actions.erase_messages import erase_messages
from apps.transform.repeats import repeats
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.running_listener import RunningListener
from tests.transform.api.test_repeats import ask, door
from tonebridge.caching.l2_redis import name_of

__all__ = ["door"]
pytestmark = pytest.mark.django_db(transaction=True)
End = Callable[[FrontDoor, Person, str], object]


def kept() -> set[bytes]:
    """Names of the sealed answers that the cache server holds."""
    server: Any = get_redis_connection("default")  # untyped package
    return {name for name in server.keys("tb:answer:*") if server.get(name)}


def _keeps_nothing(door: FrontDoor, person: Person, _message_id: str) -> None:
    assert door.patch("/api/v1/organization", {"retention_days": 0}).status_code == 200
    apply_retention_of(organization_id=person.organization.id)


ENDS: dict[str, End] = {
    "deleted": lambda door, _person, message_id: door.delete(f"/api/v1/history/{message_id}"),
    "kept no longer": _keeps_nothing,
    "of a person who is erased": lambda _door, person, _id: erase_messages(user_id=person.user.id),
    "of an organization that is erased": lambda _door, person, _id: erase_messages(
        organization_id=person.organization.id
    ),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_the_sealed_answer_of_a_message_goes_with_it(
    listening: RunningListener, door: FrontDoor, alice: Person, end: End
) -> None:
    before = kept()
    message_id = ask(door)["id"]
    assert kept() - before == {name_of(UUID(message_id)).encode()}
    end(door, alice, message_id)
    assert kept() == before
    listening.wait()
    assert len(repeats.memory) == 0


def test_only_the_deleted_message_loses_its_answer(door: FrontDoor) -> None:
    first, other = ask(door)["id"], ask(door, text="今日中に送れ。")["id"]
    door.delete(f"/api/v1/history/{first}")
    assert name_of(UUID(other)).encode() in kept() and name_of(UUID(first)).encode() not in kept()


def test_a_colleagues_answers_stay(
    listening: RunningListener, door: FrontDoor, api: Api, alice: Person, bob: Person
) -> None:
    listening.wait()
    ask(door)
    theirs = ask(api(bob))["id"]
    erase_messages(user_id=alice.user.id)
    assert kept() == {name_of(UUID(theirs)).encode()}


def test_what_a_process_held_on_to_says_nothing_any_more(listening: RunningListener, door: FrontDoor) -> None:
    message_id = ask(door)["id"]
    (entry,) = repeats.memory._entries.values()
    assert entry.body
    door.delete(f"/api/v1/history/{message_id}")
    listening.wait()
    assert entry.body == b""


def test_a_deleted_message_is_made_anew_where_the_cache_server_was_away(
    listening: RunningListener, door: FrontDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tonebridge.caching.l2_redis._blot_out", _away)
    first = ask(door)
    assert door.delete(f"/api/v1/history/{first['id']}").status_code == 204
    listening.wait()
    again = ask(door)
    assert again["id"] != first["id"] and not again["cached"]


def _away(_subjects: object) -> None:
    raise OSError
