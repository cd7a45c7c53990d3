"""Whatever method comes to whatever door, from whomever: an answer that says what is wrong, never a 500."""

from contextlib import suppress

import pytest
from django.db import transaction

from drills.doors import METHODS, every_path
from tests.front_door import FrontDoor
from tests.page import Page
from tests.permissions.callers import House, Undo

EVERY_METHOD = ("HEAD", "OPTIONS", "TRACE", *METHODS)
Doors = tuple[tuple[str, FrontDoor], ...]


@pytest.fixture
def doors(visitor: FrontDoor, house: House) -> Doors:
    """A stranger's, and an owner's in the browser."""
    return (("stranger", visitor), ("owner", Page.of(house.people["owner"]).door(visitor)))


@pytest.mark.parametrize("path", every_path())
def test_no_method_breaks_a_door(doors: Doors, house: House, path: str) -> None:
    filled = house.filled("owner", path).replace("(?P<url>.*)$", "nowhere/")
    with suppress(Undo), transaction.atomic():
        answered = {(method, who): _status(door, method, filled) for method in EVERY_METHOD for who, door in doors}
        raise Undo
    assert {asked: status for asked, status in answered.items() if status >= 500} == {}


def _status(door: FrontDoor, method: str, path: str) -> int:
    return door.request(method, path).status_code


@pytest.mark.parametrize("path", ["/api/docs", "/api/schema", "/api/v1/history"])
def test_a_method_that_isnt_taken_is_a_problem_in_json_whatever_the_door_writes(visitor: FrontDoor, path: str) -> None:
    answer = visitor.request("DELETE", path)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
