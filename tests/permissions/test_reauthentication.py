"""Which doors ask once more who somebody is: the product against `docs/permissions.yaml`, every door and method."""

from typing import Any

import pytest

from drills.doors import METHODS
from tests.permissions.callers import House
from tests.permissions.test_permissions import DOORS, TABLE

ASKS: dict[str, list[str]] = TABLE["reauthentication"]
NAMED_BODIES: dict[str, dict[str, dict[str, str]]] = {
    "/api/v1/organization": {"DELETE": {"name": "Alice's company"}},
    "/account/delete-organization/": {"POST": {"name": "Alice's company"}},
    "/team/{user_id}/role/": {"POST": {"role": "viewer"}},
}
"""What does it, where the table's own body doesn't."""


def asks(house: House, method: str, path: str, body: dict[str, Any]) -> bool:
    """Whether an owner who signed in an hour ago is asked who they are."""
    status, _location, text = house.answer("owner", method, path, body)
    return status == 403 and ('"REAUTHENTICATION_REQUIRED"' in text or 'name="reauthenticate"' in text)


@pytest.fixture(scope="module")
def later(standing: House) -> House:
    return standing.an_hour_later()


@pytest.mark.parametrize("path", DOORS)
def test_a_door_asks_again_if_the_table_says_so(house: House, later: House, path: str) -> None:
    bodies = DOORS[path].get("body", {}) | NAMED_BODIES.get(path, {})
    methods = [method for method in METHODS if method in DOORS[path]]
    found = {method for method in methods if asks(later, method, path, bodies.get(method, {}))}
    assert found == set(ASKS.get(path, []))


@pytest.mark.parametrize("path", ASKS)
def test_whoever_has_just_signed_in_isnt_asked(house: House, path: str) -> None:
    bodies = DOORS[path].get("body", {}) | NAMED_BODIES.get(path, {})
    assert [method for method in ASKS[path] if asks(house, method, path, bodies.get(method, {}))] == []
