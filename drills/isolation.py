"""Tenants, and what keeps them apart."""

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext, suppress
from itertools import product
from typing import Literal
from uuid import UUID

import httpx
import psycopg
from django.db import OperationalError, connection, transaction

from apps.accounts.queries.credentials import principal_of_api_key
from apps.transform.queries.similar import similar_to
from drills import Verdict, drill
from drills.browser import Browser
from drills.doors import IdDoor, doors_with_ids, lists
from drills.evidence import in_person
from drills.rows import as_system_role, as_web_role, can_rewrite_history, checksum, foreign, furnished, gives_away, seen
from drills.vectors import nearest_one_by_one, noting, plan_of, remember
from drills.world import PASSWORD, Tenant, World
from tonebridge.ids import uuid7
from tonebridge.tenancy.catalog import role_rights, tenant_tables
from tonebridge.tenancy.identity import acting_for

Fate = Literal["goes well", "raises", "is cancelled", "breaks"]
ENDINGS = (KeyboardInterrupt, OperationalError, ZeroDivisionError)
FATES: tuple[Fate, ...] = ("goes well", "goes well", "goes well", "raises", "is cancelled", "breaks")


@drill("T1")
def ids_of_another_tenant_are_answered_like_ids_that_never_were(world: World) -> Verdict:
    """Every method and route of the API with an id in it, as a stranger; nothing of the tenant's changes."""
    alice, charlie = world.tenant("alice"), world.tenant("charlie")
    hers = furnished(world, alice)
    none, before = dict.fromkeys(hers, uuid7()), checksum(alice)
    doors = [door for door in doors_with_ids() if door.is_api]
    ways = {"in person": in_person(world, charlie), "with a key": {"X-API-Key": charlie.key}}
    wrong = []
    for door, (way, shown) in product(doors, ways.items()):
        statuses, texts = zip(*(_answer(world, shown, door, ids) for ids in (hers, none)), strict=True)
        if set(statuses) != {_refusal(door, way)} or len(set(texts)) > 1:
            wrong.append(f"{door.method} {door.route} {way}: {statuses}")
    changed = checksum(alice) != before
    tried = len(doors) * len(ways)
    figure = f"{len(doors)} doors, in person and with a key: {tried - len(wrong)} of {tried} answer alike, {int(changed)} tenants changed"
    return Verdict(not wrong and not changed, ", ".join([figure, *wrong]))


NOT_FOR_PROGRAMS = {
    ("POST", "api/v1/api-keys/<uuid:key_id>/rotate"),
    ("DELETE", "api/v1/auth/sessions/<uuid:sign_in_id>"),
}
"""Doors that refuse a key before they look for an id."""


def _refusal(door: IdDoor, way: str) -> int:
    return 403 if way == "with a key" and (door.method, door.route) in NOT_FOR_PROGRAMS else 404


def _answer(world: World, shown: dict[str, str], door: IdDoor, ids: dict[str, UUID]) -> tuple[int, str]:
    answer = world.call(None, door.method, door.path(ids), door.body if door.method != "GET" else None, **shown)
    text = answer.text.replace(answer.headers["x-request-id"], "")
    for value in ids.values():
        text = text.replace(str(value), "")
    return answer.status_code, text


@drill("T2")
def the_web_role_sees_nothing_without_a_tenant_and_writes_nothing_for_another(world: World) -> Verdict:
    """In SQL, on every table and partition of the catalog, as the role that serves requests; and nobody rewrites the audit."""
    alice, charlie = world.tenant("alice"), world.tenant("charlie")
    for tenant in (alice, charlie):
        furnished(world, tenant)
    tables, rights = tenant_tables(), role_rights()
    with as_web_role(world) as web:
        faults = [
            table.name
            for table in tables
            if not table.is_isolated
            or seen(web, table, None)
            or foreign(web, table, charlie)
            or gives_away(web, table, charlie, alice)
        ]
        with as_system_role(world) as system:
            faults += [
                f"{table.name} can be rewritten"
                for table in tables
                for login in (web, system)
                if table.name.startswith("audit") and can_rewrite_history(login, table, alice)
            ]
    figure = f"{len(tables) - len(faults)} of {len(tables)} tables and partitions hold; role {rights.name} "
    figure += "owns nothing" if rights.is_harmless else "could step round"
    return Verdict(rights.is_harmless and not faults, ", ".join([figure, *faults]))


@drill("T3")
def connections_of_a_pool_carry_nobodys_name(world: World) -> Verdict:
    """Two tenants, 4,000 interleaved pieces of work, half of which raise, are cancelled or break the connection."""
    tenants = [world.tenant("alice"), world.tenant("charlie")]
    names = [_marked(tenant) for tenant in tenants]
    order = [(turn % 2, FATES[turn % len(FATES)]) for turn in range(4000)]
    random.Random(7).shuffle(order)
    with ThreadPoolExecutor(8) as threads:
        done = list(threads.map(lambda one: _work(tenants[one[0]], one[1]), order))
        live = sum(threads.map(lambda turn: _overheard(world, tenants[turn % 2], names[1 - turn % 2]), range(300)))
    wrong = sum(found != [names[who]] for (who, _), (found, _) in zip(order, done, strict=True))
    left = sum(bool(rest) for _, rest in done)
    figure = f"{len(done)} pieces of work, {wrong} saw another's rows, {left} left a name behind; {live} of 300 calls"
    return Verdict(not (wrong or left or live), f"{figure} overheard another")


def _marked(tenant: Tenant) -> str:
    name = f"marker {uuid7()}"
    with acting_for(tenant.organization_id), connection.cursor() as cursor:
        cursor.execute("UPDATE organizations SET name = %s", [name])
    return name


def _work(tenant: Tenant, fate: Fate) -> tuple[list[str], str]:
    """What one piece of work saw, and whose name its connection bears afterwards, as the pool gets it back."""
    found: list[str] = []
    try:
        with suppress(*ENDINGS), acting_for(tenant.organization_id), _manner(fate), connection.cursor() as cursor:
            cursor.execute("SELECT name FROM organizations")
            found = [row[0] for row in cursor.fetchall()]
            _meet(fate)
        return found, _left_behind()
    finally:
        connection.close()


def _manner(fate: Fate) -> AbstractContextManager[object]:
    return nullcontext() if fate == "goes well" else transaction.atomic()


def _meet(fate: Fate) -> None:
    if fate == "raises":
        raise ZeroDivisionError
    if fate == "is cancelled":
        connection.cursor().execute("SET LOCAL statement_timeout = 1; SELECT pg_sleep(1)")
    if fate == "breaks":
        raise KeyboardInterrupt


def _left_behind() -> str:
    plain = psycopg.ClientCursor(connection.connection)
    row = plain.execute("SELECT current_setting('tb.org', true)").fetchone()
    return str(row[0] or "") if row else ""


def _overheard(world: World, tenant: Tenant, others_name: str) -> bool:
    """Over the web server's own pool."""
    return others_name in world.call(tenant, "GET", "/api/v1/organization").text


@drill("T4")
def similar_messages_are_ones_own_and_none_is_missed(world: World) -> Verdict:
    """Ten nearest of 300 messages beside 2,000 of another tenant, against all distances computed one by one."""
    alice, other = world.tenant("alice"), world.tenant("other")
    own, _ = remember(alice, 300), remember(other, 2000)
    sought = next(iter(own))
    statements = list[str]()
    with acting_for(alice.organization_id), connection.execute_wrapper(noting(statements)):
        found = [row.item.id for row in similar_to(principal_of_api_key(alice.key), sought, limit=10)]
    exact = nearest_one_by_one(own, sought, 10)
    strangers, plan = len(set(found) - set(own)), plan_of(alice, statements, "embedding")
    recall = len(set(found) & set(exact)) / len(exact)
    approximate, indexed = "embeddings_use3_512" in plan, "Seq Scan on embeddings" not in plan
    figure = (
        f"recall@10 {recall:.2f}, {strangers} foreign ids, plan by the tenant's index: {indexed and not approximate}"
    )
    return Verdict(recall == 1.0 and not strangers and indexed and not approximate, figure)


@drill("T7")
def lists_figures_headers_and_errors_speak_of_oneself_alone(world: World) -> Verdict:
    """Every list, export and figure of the URL table, pages, and what a refused call says, while another tenant is busy.

    There is no statistic across tenants, for which a least number of them would be needed.
    """
    alice, charlie = (world.tenant(name, plan="pro") for name in ("busy", "quiet"))
    hers = [*furnished(world, alice).values(), alice.organization_id, alice.user_id, alice.email, _marked(alice)]
    for _ in range(4):
        world.transform(alice)
    world.transform(charlie)
    routes, browser = lists(), Browser(world.base_url)
    browser.sign_in(charlie.email, PASSWORD)
    answers = [world.call(charlie, "GET", "/" + route) for route in routes]
    answers += [world.call(charlie, *refused) for refused in _refused_calls(hers[0])]
    answers += [browser.get(page) for page in PAGES]
    overheard = [answer.url.path for answer in answers if any(str(one) in _unechoed(answer) for one in hers)]
    opened = [page for page in STAFF_PAGES if browser.get(page).status_code == httpx.codes.OK]
    for _ in range(HURRY):
        world.call(alice, "GET", "/api/v1/usage")
    told = world.call(charlie, "GET", "/api/v1/usage")
    used, limit = told.json()["day"]["used"], int(told.headers["x-ratelimit-limit"])
    spent = limit - int(told.headers["x-ratelimit-remaining"])
    own = used == 1 and limit == 300 and spent <= len(routes) + 6
    figure = f"{len(routes)} lists and figures, {len(PAGES)} pages, {len(overheard)} speak of another; "
    figure += f"{len(opened)} of {len(STAFF_PAGES)} pages of staff open; own use {used} of 1, own limit {limit}, {spent} spent"
    return Verdict(own and not (overheard or opened), ", ".join([figure, *overheard, *opened]))


HURRY = 80
"""Calls of the busy tenant, right before the other asks what is left: many more than it gets back meanwhile."""
PAGES = ("/", "/history/", "/glossary/", "/api-keys/", "/team/", "/usage/", "/account/", "/account/export/", "/audit/")
STAFF_PAGES = ("/admin/", *(f"/admin/accounts/{name}/" for name in ("user", "organization", "apikey", "subscription")))


def _refused_calls(theirs: object) -> list[tuple[str, str, dict[str, object] | None]]:
    """Calls whose errors could say too much: of an odd field, of another's id, and of a name that another has taken."""
    return [
        ("POST", "/api/v1/transform", {"text": "直せ。", "odd": 1}),
        ("GET", f"/api/v1/history/{theirs}", None),
        ("POST", "/api/v1/organization/invitations", {"email": "guest@example.com", "role": "owner"}),
    ]


def _unechoed(answer: httpx.Response) -> str:
    """The answer without the address that was asked for."""
    return answer.text.replace(answer.url.path, "")
