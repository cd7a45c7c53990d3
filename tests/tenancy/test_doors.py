"""Every door that takes an id, generated from the URL table: another tenant's id is answered like one that never was."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import yaml

from drills.doors import IdDoor, doors_with_ids, odd_parameters, uuid_fields
from tests.cast import Person, newcomer, seed
from tests.front_door import Api, FrontDoor, api_through, connection_left_open
from tests.tenancy.conftest import Ask, Belongings, furnish
from tests.web.browsing import Browser
from tests.web.conftest import as_
from tonebridge.ids import uuid7
from tonebridge.tenancy.catalog import tenant_tables
from tonebridge.tenancy.identity import SYSTEM

__all__ = ["as_"]
DOORS = doors_with_ids()
SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"


PARAMETERS = (
    "transformation_id",
    "term_id",
    "found_id",
    "key_id",
    "job_id",
    "invitation_id",
    "user_id",
    "organization_id",
    "sign_in_id",
)
IN_QUERIES = {
    "GET /api/v1/audit actor": "/api/v1/audit",
    "GET /api/v1/audit/export actor": "/api/v1/audit/export",
}
"""Filters that take somebody's id: the door."""
IN_BODIES = {"POST /api/v1/organization/hand-over user_id": ("/api/v1/organization/hand-over", "user_id")}
"""Fields of bodies that take an id: the door, and the parameter whose id it is."""


@dataclass(frozen=True)
class Standing:
    """Two tenants, and what the first of them has."""

    alice: Person
    charlie: Person
    alices: Belongings


@pytest.fixture(scope="module")
def standing(standing_data: None, loop_runner: asyncio.Runner) -> Standing:
    """Once for all doors, which have to leave it as it is."""
    seed()
    alice = newcomer("alice", plan_code="pro")
    with connection_left_open():
        return Standing(alice, newcomer("charlie", plan_code="free"), furnish(api_through(loop_runner), alice))


@pytest.fixture
def alice(standing: Standing, visitor: FrontDoor) -> Person:
    return standing.alice


@pytest.fixture
def charlie(standing: Standing, visitor: FrontDoor) -> Person:
    return standing.charlie


@pytest.fixture
def alices(standing: Standing, visitor: FrontDoor) -> Belongings:
    return standing.alices


def ids_of(belongings: Belongings) -> dict[str, UUID]:
    """An id of one tenant for each parameter of the URL table."""
    return {
        "transformation_id": belongings.transformation,
        "term_id": belongings.term,
        "found_id": belongings.found,
        "key_id": belongings.key,
        "job_id": belongings.job,
        "invitation_id": belongings.invitation,
        "user_id": belongings.user,
        "organization_id": belongings.organization,
        "sign_in_id": belongings.sign_in,
    }


def random_ids() -> dict[str, UUID]:
    return dict.fromkeys(PARAMETERS, uuid7())


def checksums(ask: Ask, organization_id: UUID) -> object:
    """Of all that the tenant has, table by table."""
    each = "SELECT '{0}', count(*), md5(string_agg(r::text, ',' ORDER BY r::text)) FROM \"{0}\" r WHERE {1} = %s"
    tables = tenant_tables()
    every = " UNION ALL ".join(each.format(table.name, table.column) for table in tables)
    return ask(SYSTEM, every, *[organization_id] * len(tables))


def without_names(body: bytes, ids: dict[str, UUID]) -> bytes:
    """A body without what names the request: its id, the ids it asked for, and tokens against forgery."""
    text = re.sub(r'"request_id": ?"[^"]*"', "", body.decode())
    text = re.sub(r'(name="csrfmiddlewaretoken" value="|nonce=")[^"]*', "", text)
    for value in ids.values():
        text = text.replace(str(value), "")
    return text.encode()


def test_the_url_table_has_doors_to_try() -> None:
    assert len([door for door in DOORS if door.is_api]) >= 8
    assert len([door for door in DOORS if not door.is_api]) >= 8


def test_no_door_takes_an_id_that_this_test_would_miss() -> None:
    assert odd_parameters() == []
    assert uuid_fields(yaml.load(SCHEMA.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)) == [
        *IN_QUERIES,
        *IN_BODIES,
    ]


@pytest.mark.parametrize(
    "door", [door for door in DOORS if door.is_api], ids=lambda door: f"{door.method} {door.route}"
)
def test_an_id_of_another_tenant_is_answered_like_none(
    api: Api, ask: Ask, alice: Person, charlie: Person, alices: Belongings, door: IdDoor
) -> None:
    hers, none = ids_of(alices), random_ids()
    before = checksums(ask, alice.principal.organization_id)
    sent = {"json": door.body} if door.method != "GET" else {}
    seen = api(charlie).request(door.method, door.path(hers), **sent)
    never = api(charlie).request(door.method, door.path(none), **sent)
    assert (seen.status_code, never.status_code) == (404, 404), seen.text
    assert without_names(seen.content, hers) == without_names(never.content, none)
    assert {name for name in seen.headers if name != "x-request-id"} == {
        n for n in never.headers if n != "x-request-id"
    }
    assert checksums(ask, alice.principal.organization_id) == before


@pytest.mark.parametrize("path", IN_QUERIES.values())
def test_a_filter_by_somebody_of_another_tenant_finds_what_one_by_nobody_finds(
    api: Api, alice: Person, charlie: Person, path: str
) -> None:
    hers, none = (api(charlie).get(f"{path}?actor={actor}") for actor in (alice.principal.user_id, uuid4()))
    assert (hers.status_code, hers.content) == (200, none.content)


@pytest.mark.parametrize(("path", "name"), IN_BODIES.values())
def test_an_id_of_another_tenant_in_a_body_is_answered_like_none(
    api: Api, ask: Ask, alice: Person, charlie: Person, alices: Belongings, path: str, name: str
) -> None:
    before = checksums(ask, alice.principal.organization_id)
    hers, none = (api(charlie).post(path, {name: str(ids[name])}) for ids in (ids_of(alices), random_ids()))
    assert (hers.status_code, without_names(hers.content, {})) == (404, without_names(none.content, {}))
    assert checksums(ask, alice.principal.organization_id) == before


@pytest.mark.parametrize("door", [door for door in DOORS if not door.is_api], ids=lambda d: f"{d.method} {d.route}")
def test_a_page_about_something_of_another_tenant_is_the_page_about_nothing(
    as_: Callable[[Person], Browser], ask: Ask, alice: Person, charlie: Person, alices: Belongings, door: IdDoor
) -> None:
    hers, none, browser = ids_of(alices), random_ids(), as_(charlie)
    before = checksums(ask, alice.principal.organization_id)
    ask_page = browser.get if door.method == "GET" else browser.post
    fields = {"verdict": "accepted", "term": "x", "language": "en", "kind": "jargon", "role": "viewer", "plain": "x"}
    seen, never = ask_page(door.path(hers), fields), ask_page(door.path(none), fields)
    assert seen.status == never.status and seen.status in {404, 405}
    assert without_names(seen.response.content, hers) == without_names(never.response.content, none)
    assert checksums(ask, alice.principal.organization_id) == before


@pytest.mark.parametrize("path", ["history", "glossary/terms", "api-keys", "organization/members"])
def test_a_cursor_of_another_tenant_is_no_cursor(api: Api, alice: Person, charlie: Person, path: str) -> None:
    from tonebridge.rest.pagination import PageRequest, page_until

    scopes = {"history": f"history:{alice.user.id}"}
    name = {"glossary/terms": "glossary", "api-keys": "api_keys", "organization/members": "members"}.get(path, "")
    scope = scopes.get(path) or f"{name}:{alice.principal.organization_id}"
    hers = page_until([], PageRequest(20, None, scope), ("2026-01-01T00:00:00+00:00", str(uuid7()))).next_cursor
    answer = api(charlie).get(f"/api/v1/{path}?cursor={hers}")
    made_up = api(charlie).get(f"/api/v1/{path}?cursor=made.up")
    assert answer.status_code == 400
    assert without_names(answer.content, {}) == without_names(made_up.content, {})
