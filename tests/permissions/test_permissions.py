"""Who may enter where: the product against `docs/permissions.yaml`, every door, method and caller."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from drills.doors import METHODS, every_path
from tests.permissions.callers import House, Reach

TABLE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).resolve().parents[2] / "docs" / "permissions.yaml").read_text(encoding="utf-8")
)
CALLERS: list[str] = TABLE["callers"]
DOORS: dict[str, dict[str, Any]] = TABLE["doors"]
STAFF = "/admin/"
ON_THE_WAY = ("/admin/login/", "/admin/logout/", "/admin/jsi18n/")
"""To the sign-in page, out, and the words of date pickers."""


def callers_of(path: str) -> list[str]:
    """Keys open the API, never a page."""
    is_api = path.startswith(("/api/v1/", "/.well-known/", "/health", "/metrics"))
    return [caller for caller in CALLERS if is_api or not caller.startswith("key:")]


def allowed(path: str, method: str) -> set[str]:
    """Whom the table lets in: a set's name, a caller's, or a list of both."""
    named = DOORS[path][method]
    names = named if isinstance(named, list) else [named]
    return {caller for name in names for caller in TABLE["sets"].get(name, [name])} & set(callers_of(path))


def enters(reach: Reach) -> bool:
    """Whether the door let the caller through, whatever it then made of the call."""
    status, location = reach
    return status not in {401, 403} and not location.startswith(("/sign-in/", "/admin/login/"))


def test_every_door_stands_in_the_table_and_nothing_else() -> None:
    assert sorted(DOORS) == [path for path in every_path() if not path.startswith(STAFF)]


def test_every_caller_of_the_table_is_known(house: House) -> None:
    assert set(CALLERS) == {"anonymous", *house.people, *house.keys}
    assert {caller for named in TABLE["sets"].values() for caller in named} <= set(CALLERS)


@pytest.mark.parametrize("path", DOORS)
def test_a_door_lets_in_whom_the_table_names_and_nobody_else(house: House, path: str) -> None:
    for method in (method for method in METHODS if method in DOORS[path]):
        body = DOORS[path].get("body", {}).get(method, {})
        reached = {caller: house.reach(caller, method, path, body) for caller in callers_of(path)}
        assert {caller for caller, reach in reached.items() if enters(reach)} == allowed(path, method), reached
        assert [reach for reach in reached.values() if reach[0] in {405, 429} or reach[0] >= 500] == []


@pytest.mark.parametrize("path", DOORS)
def test_a_door_takes_no_method_that_the_table_doesnt_name(house: House, path: str) -> None:
    for method in (method for method in METHODS if method not in DOORS[path]):
        status, _location = house.reach("owner", method, path, {})
        assert status in {403, 404, 405, 415}, (method, status)


@pytest.mark.parametrize("caller", ["anonymous", "owner"])
def test_the_administration_is_for_staff_alone(house: House, caller: str) -> None:
    for path in (path for path in every_path() if path.startswith(STAFF) and path not in ON_THE_WAY):
        reach = house.reach(caller, "GET", path.replace("(?P<url>.*)$", "nowhere/"), {})
        assert reach[0] in {302, 403} and not enters(reach), (path, reach)
