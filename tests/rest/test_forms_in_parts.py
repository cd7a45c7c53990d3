"""Bodies of many parts (multipart/form-data) at the API: too many of them are a problem, as pages have it."""

import pytest

from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.page import Page

Parts = list[tuple[str, tuple[str | None, str]]]
DOORS = ("/api/v1/jobs/import", "/api/v1/glossary/import")
TOO_MANY_FIELDS: Parts = [(str(number), (None, "x")) for number in range(1_001)]
TOO_MANY_FILES: Parts = [(str(number), ("a.csv", "term")) for number in range(101)]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("parts", [TOO_MANY_FIELDS, TOO_MANY_FILES], ids=["fields", "files"])
def test_too_many_parts_are_a_problem(api: Api, alice: Person, door: str, parts: Parts) -> None:
    answer = api(alice).request("POST", door, files=parts)
    assert (answer.status_code, answer.json()["code"]) == (400, "INVALID_REQUEST")


@pytest.mark.parametrize("parts", [TOO_MANY_FIELDS, TOO_MANY_FILES], ids=["fields", "files"])
def test_the_page_refuses_them_too(visitor: FrontDoor, alice: Person, parts: Parts) -> None:
    door = Page.of(alice).door(visitor)
    assert door.request("POST", "/glossary/import/", files=parts).status_code == 400
