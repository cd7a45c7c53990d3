"""Time passing, and a database that has grown: F17, D11."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from apps.accounts.queries.credentials import principal_of_api_key
from apps.transform.actions.transform_text import transform_text
from apps.transform.bodies import TransformBody
from drills import Verdict, drill
from drills.rows import as_web_role
from drills.world import Tenant, World
from tonebridge.partitions.ensure import months_ahead
from tonebridge.partitions.months import Month
from tonebridge.partitions.watching import probe
from tonebridge.resilience import clock
from tonebridge.telemetry.probes import ProbeFailed
from tonebridge.tenancy.catalog import tenant_tables
from tonebridge.tenancy.identity import acting_for
from tonebridge.tenancy.system import as_system

WARNED_DAYS = 14
ROWS = int(os.environ.get("DRILL_ROWS", "2000000"))
LONGEST_LOCK_S = 2.0
FEED = "SELECT id FROM transformations WHERE user_id = %s ORDER BY created_at DESC, id DESC LIMIT 20"


@drill("F17")
def messages_of_months_to_come_have_a_place(world: World) -> Verdict:
    """In 40 and in 400 days, as the web role; nothing lies in a DEFAULT partition; the warning comes in time."""
    tenant, places = world.tenant("patient"), []
    for days in (40, 400):
        at = clock.now() + timedelta(days=days)
        with clock.frozen(at):
            places.append(_place_of(tenant) == Month.of(at).partition("transformations"))
    isolated = all(table.is_isolated for table in tenant_tables())
    warned, defaults = _days_warned(), _default_partitions()
    figure = f"{sum(places)} of 2 in their month, isolated: {isolated}, {defaults} DEFAULT partitions, warned {warned} days before"
    return Verdict(all(places) and isolated and not defaults and warned >= WARNED_DAYS, figure)


def _place_of(tenant: Tenant) -> str:
    """The partition that a message of this moment was put into."""
    wanted = TransformBody(text="直せ。", transformation_type="soften").request(reader_language=None)
    principal = principal_of_api_key(tenant.key)
    with acting_for(tenant.organization_id), connection.cursor() as cursor:
        made = transform_text(principal=principal, wanted=wanted)
        cursor.execute("SELECT tableoid::regclass::text FROM transformations WHERE id = %s", [made.id])
        return str(cursor.fetchone()[0])


def _days_warned() -> int:
    """How long before the last month made ahead ends the probe begins to say so."""
    last = Month.of(clock.now()).plus(months_ahead(clock.now()))
    for days in range(60):
        with clock.frozen(last.end - timedelta(days=days, seconds=1)):
            try:
                probe()
            except ProbeFailed:
                continue
            return days - 1
    return 60


def _default_partitions() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE pg_get_expr(relpartbound, oid) = 'DEFAULT'")
        return int(cursor.fetchone()[0])


@drill("D11", ci=False)
def migrations_go_back_and_forth_without_holding_anyone_up(world: World) -> Verdict:
    """The last migration of each app, on 2,000,000 messages over 12 months (`DRILL_ROWS`), while others read and write."""
    tenant = world.tenant("grown")
    _fill(tenant, ROWS)
    with _longest_wait(world, tenant) as waits:
        steps = [step for app, before in _last_migrations() for step in ((app, before), (app, None))]
        for app, target in steps:
            _migrate(app, target)
    isolated = all(table.is_isolated for table in tenant_tables())
    figure = f"{len(steps)} migrations on {ROWS:,} rows, longest wait of others {max(waits):.2f} s, isolated again: {isolated}"
    return Verdict(isolated, figure, max(waits) <= LONGEST_LOCK_S)


def _fill(tenant: Tenant, count: int) -> None:
    with as_system("fill"), connection.cursor() as cursor:
        for back in range(12):
            month = Month.of(clock.now()).plus(-back)
            cursor.execute("SELECT tb_make_month('transformations', %s, %s, %s)", _bounds("transformations", month))
            cursor.execute("SELECT tb_make_month('analytics', %s, %s, %s)", _bounds("analytics", month))
            cursor.execute(
                "INSERT INTO transformations (id, created_at, organization_id, user_id, transformation_type, intensity, "
                "language, tier, original_text, transformed_text, result, metadata, verdict, final_text, rejected_changes) "
                "SELECT gen_random_uuid(), %s + n * interval '1 second', %s, %s, 'soften', 2, 'ja', 'rules', '', '', '', "
                "'{}', '', '', '[]' FROM generate_series(1, %s) n",
                [month.start, tenant.organization_id, tenant.user_id, count // 12],
            )


def _bounds(table: str, month: Month) -> tuple[str, datetime, datetime]:
    return month.partition(table), month.start, month.end


def _last_migrations() -> Iterator[tuple[str, str]]:
    """Of each app of ours: its name, and the migration before its last."""
    loader = MigrationLoader(connection)
    for app in ("accounts", "transform", "queues"):
        name = loader.graph.leaf_nodes(app)[0][1]
        before = [parent for label, parent in loader.graph.node_map[(app, name)].parents if label == app]
        if before:
            yield app, str(before[0])


def _migrate(app: str, target: str | None) -> None:
    os.environ["PGOPTIONS"] = "-c lock_timeout=2s"
    try:
        call_command("migrate", app, *([target] if target else []), verbosity=0, interactive=False)
    finally:
        del os.environ["PGOPTIONS"]


@contextmanager
def _longest_wait(world: World, tenant: Tenant) -> Iterator[list[float]]:
    """Seconds that single reads and writes of the web role took meanwhile."""
    over, waits = threading.Event(), [0.0]

    def ask() -> None:
        with as_web_role(world) as web:
            while not over.wait(0.01):
                began = clock.tick()
                with web.transaction():
                    web.execute("SELECT set_config('tb.org', %s, true)", [str(tenant.organization_id)])
                    web.execute(FEED, [tenant.user_id])
                    web.execute("UPDATE organizations SET retention_days = 30")
                waits.append(clock.tick() - began)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield waits
    finally:
        over.set()
        thread.join()
