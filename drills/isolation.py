"""Tenants and what keeps them apart: T1, T2, T3, T4, T7, T8; months to come, F17; migrations under load of rows, D11."""

import hashlib
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
from django.core.management import call_command
from django.db import connection, transaction

from drills import Verdict, drill
from drills.doors import doors_with_ids
from drills.world import Tenant, World
from tonebridge.ids import uuid7
from tonebridge.partitions.ensure import months_ahead
from tonebridge.partitions.healing import in_existing_month
from tonebridge.partitions.months import Month
from tonebridge.partitions.watching import probe
from tonebridge.resilience import clock
from tonebridge.telemetry.probes import ProbeFailed
from tonebridge.tenancy.catalog import TenantTable, role_rights, tenant_tables
from tonebridge.tenancy.identity import acting_for, as_nobody
from tonebridge.tenancy.system import as_system

REFUSED = psycopg.errors.InsufficientPrivilege


def _column(table: TenantTable) -> str:
    return "id" if table.name == "organizations" else "organization_id"


def _plain(world: World) -> psycopg.Connection:
    """PostgreSQL as the web role, without a line of the product in between."""
    return psycopg.connect(world.servers.cluster.url, autocommit=True)


def _ids(world: World, tenant: Tenant) -> dict[str, UUID]:
    """Something of the tenant's for each parameter of the URL table."""
    term = world.call(tenant, "POST", "/api/v1/glossary/terms", {"term": f"t{uuid7()}", "language": "en"}).json()
    made = world.transform(tenant)
    with acting_for(tenant.organization_id), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM jobs LIMIT 1")
        job = cursor.fetchone()[0]
    return {"transformation_id": made, "term_id": UUID(term["id"]), "key_id": tenant.key_id, "job_id": job}


def _checksum(tenant: Tenant) -> str:
    digest = hashlib.sha256()
    with as_system("checksum"), connection.cursor() as cursor:
        for table in tenant_tables():
            cursor.execute(
                f'SELECT md5(string_agg(r::text, chr(10) ORDER BY r::text)) FROM "{table.name}" r WHERE {_column(table)} = %s',  # noqa: S608  # names from the catalog
                [tenant.organization_id],
            )
            digest.update(str(cursor.fetchone()).encode())
    return digest.hexdigest()


def _body(answer_text: str, request_id: str, ids: dict[str, UUID]) -> str:
    text = answer_text.replace(request_id, "")
    for value in ids.values():
        text = text.replace(str(value), "")
    return text


@drill("T1")
def ids_of_another_tenant_are_answered_like_ids_that_never_were(world: World) -> Verdict:
    """Every method and route of the API with an id in it, as a stranger; nothing of the tenant's changes."""
    alice, charlie = world.tenant("alice"), world.tenant("charlie")
    hers = _ids(world, alice)
    none = dict.fromkeys(hers, uuid7())
    doors, wrong, before = [door for door in doors_with_ids() if door.is_api], [], _checksum(alice)
    for door in doors:
        body = door.body if door.method != "GET" else None
        seen, never = (world.call(charlie, door.method, door.path(ids), body) for ids in (hers, none))
        alike = _body(seen.text, seen.headers["x-request-id"], hers) == _body(
            never.text, never.headers["x-request-id"], none
        )
        if (seen.status_code, never.status_code) != (404, 404) or not alike:
            wrong.append(f"{door.method} {door.route} {seen.status_code}")
    unchanged = _checksum(alice) == before
    figure = f"{len(doors) - len(wrong)} of {len(doors)} doors answer 404 alike, rows {'un' * unchanged}changed"
    return Verdict(not wrong and unchanged, ", ".join([figure, *wrong]))


@drill("T2")
def the_web_role_sees_nothing_without_a_tenant_and_writes_nothing_for_another(world: World) -> Verdict:
    """In SQL, on every table and partition of the catalog, as the role that serves requests."""
    alice, charlie = world.tenant("alice"), world.tenant("charlie")
    for tenant in (alice, charlie):
        _ids(world, tenant)
    with as_nobody():
        tables, rights = tenant_tables(), role_rights()
    open_ones = [table.name for table in tables if not table.is_isolated]
    with _plain(world) as web:
        leaks = [table.name for table in tables if _rows_seen(web, table, None)]
        foreign = [table.name for table in tables if _foreign_rows_seen(web, table, charlie)]
        taken = [table.name for table in tables if not _writes_are_refused(web, table, alice, charlie)]
    passed = rights.is_harmless and not (open_ones or leaks or foreign or taken)
    faults = "".join(f", {name}!" for name in sorted({*open_ones, *leaks, *foreign, *taken}))
    return Verdict(passed, f"{len(tables)} tables and partitions, role {rights.name} harmless: {rights.is_harmless}{faults}")


def _rows_seen(web: psycopg.Connection, table: TenantTable, tenant: Tenant | None) -> int:
    with web.transaction():
        web.execute("SELECT set_config('tb.org', %s, true)", [str(tenant.organization_id) if tenant else ""])
        row = web.execute(f'SELECT count(*) FROM "{table.name}"'.encode()).fetchone()  # noqa: S608  # names from the catalog
    return int(row[0]) if row else 0


def _foreign_rows_seen(web: psycopg.Connection, table: TenantTable, tenant: Tenant) -> int:
    own = f'SELECT count(*) FROM "{table.name}" WHERE {_column(table)} IS DISTINCT FROM %s'  # noqa: S608  # names from the catalog
    with web.transaction():
        web.execute("SELECT set_config('tb.org', %s, true)", [str(tenant.organization_id)])
        row = web.execute(own.encode(), [tenant.organization_id]).fetchone()
    return int(row[0]) if row else 0


def _writes_are_refused(web: psycopg.Connection, table: TenantTable, alice: Tenant, charlie: Tenant) -> bool:
    """Charlie puts a copy of his own row, and then his row itself, into alice's name."""
    column = _column(table)
    if not _rows_seen(web, table, charlie):
        return True
    copy = (
        f'INSERT INTO "{table.name}" SELECT (jsonb_populate_record(r, %s::jsonb)).* FROM "{table.name}" r LIMIT 1',  # noqa: S608  # names from the catalog
        [f'{{"{column}": "{alice.organization_id}"}}'],
    )
    gift = (f'UPDATE "{table.name}" SET {column} = %s', [alice.organization_id])  # noqa: S608  # names from the catalog
    return all(_is_refused(web, charlie, statement, values) for statement, values in (copy, gift))


def _is_refused(web: psycopg.Connection, tenant: Tenant, statement: str, values: list[object]) -> bool:
    try:
        with web.transaction():
            web.execute("SELECT set_config('tb.org', %s, true)", [str(tenant.organization_id)])
            web.execute(statement.encode(), values)
    except REFUSED:
        return True
    return False


@drill("T3")
def connections_of_a_pool_carry_nobodys_name(world: World) -> Verdict:
    """Two tenants, 4,000 interleaved pieces of work on few connections, a quarter of which fail or are cancelled."""
    tenants = [world.tenant("alice"), world.tenant("charlie")]
    names = {tenant.organization_id: _rename(tenant) for tenant in tenants}
    foreign, left = [0], [0]
    order = [tenant for tenant in tenants for _ in range(2000)]
    random.Random(7).shuffle(order)
    with _pool() as take, ThreadPoolExecutor(8) as threads:
        for seen, expected, rest in threads.map(lambda one: _work(take, one, names), enumerate(order)):
            foreign[0] += any(name != expected for name in seen)
            left[0] += rest not in {"", None}
    live = _marker_soak(world, tenants)
    figure = f"{len(order)} pieces of work: {foreign[0]} saw another's, {left[0]} left a name behind; {live} over HTTP"
    return Verdict(not foreign[0] and not left[0] and live.startswith("0 foreign"), figure)


def _rename(tenant: Tenant) -> str:
    name = f"marker-{tenant.organization_id}"
    with acting_for(tenant.organization_id), connection.cursor() as cursor:
        cursor.execute("UPDATE organizations SET name = %s", [name])
    return name


class _pool:  # noqa: N801 - used as a function
    """Four connections of the product's own engine, handed from thread to thread."""

    def __enter__(self):  # type: ignore[no-untyped-def]  # Django's wrapper has no public type
        from queue import SimpleQueue

        self.free = SimpleQueue()
        self.all = [connection.copy() for _ in range(4)]
        for one in self.all:
            one.inc_thread_sharing()
            self.free.put(one)
        return self

    def __exit__(self, *_: object) -> None:
        for one in self.all:
            one.close()


def _work(pool, numbered, names):  # type: ignore[no-untyped-def]  # see `_pool`
    number, tenant = numbered
    one = pool.free.get()
    try:
        with acting_for(tenant.organization_id):
            seen = _names_seen(one, broken=number % 4 == 0)
        rest = psycopg.ClientCursor(one.connection).execute("SELECT current_setting('tb.org', true)").fetchone()[0]
        return seen, names[tenant.organization_id], rest
    finally:
        pool.free.put(one)


def _names_seen(one, *, broken: bool) -> list[str]:  # type: ignore[no-untyped-def]  # see `_pool`
    seen: list[str] = []
    with suppress(ZeroDivisionError, Exception):
        if broken:
            one.set_autocommit(False)
        with one.cursor() as cursor:
            cursor.execute("SELECT name FROM organizations")
            seen += [row[0] for row in cursor.fetchall()]
            if broken:
                cursor.execute("SET LOCAL statement_timeout = 1; SELECT pg_sleep(1)")
    if broken:
        one.rollback()
        one.set_autocommit(True)
    return seen


def _marker_soak(world: World, tenants: list[Tenant], count: int = 300) -> str:
    """Both at once over the pool of the web server; some hang up before the answer."""

    def ask(number: int) -> int:
        tenant, other = tenants[number % 2], tenants[1 - number % 2]
        answer = world.call(tenant, "GET", "/api/v1/organization" if number % 5 else "/api/v1/history?limit=x")
        return str(other.organization_id) in answer.text or (answer.status_code == 200 and "marker-" + str(tenant.organization_id) not in answer.text)

    world.call(None, "GET", "/health")
    with ThreadPoolExecutor(8) as threads:
        return f"{sum(threads.map(ask, range(count)))} foreign of {count}"
