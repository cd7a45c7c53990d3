"""`make bench-isolation`: what row security and encryption cost on a page of history of 20, in one run.

Two databases of one server hold the same rows: one as the product keeps them, one with plain texts and no row security,
asked without telling a tenant. Pages are read in turn from each, through Django and DRF, credentials included.
"""

import argparse
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest import mock
from uuid import UUID

import psycopg

from drills.world import Tenant, World

ROUNDS, ROWS_OF_TENANT, ROWS_OF_OTHERS = 300, 400, 20_000
BARE = "bare"
TARGET = 1.5
TEXT = "明日の17時までに、請求書の件を必ず直してください。" * 8
COLUMNS = ("original_text", "transformed_text", "result", "final_text")


def main() -> int:
    """Exit code 1 where the ratio of the pages' medians is above the target."""
    argparse.ArgumentParser(
        description="Measure what row security and encryption cost on a page of history."
    ).parse_args()
    with World() as world:
        tenant = world.tenant("measured")
        _fill(tenant, ROWS_OF_TENANT)
        _fill(world.tenant("others"), ROWS_OF_OTHERS)
        _make_bare(world)
        _report("the read alone", *_measured(lambda: _read(tenant)))
        ratio = _report("the page", *_measured(lambda: _page(tenant)))
        _close_pools()
    sys.stdout.write(f"target of the page {TARGET}: {'PASS' if ratio <= TARGET else 'FAIL'}\n")
    return int(ratio > TARGET)


def _report(what: str, isolated: list[float], bare: list[float]) -> float:
    medians = statistics.median(isolated), statistics.median(bare)
    worst = statistics.quantiles(isolated, n=20)[-1], statistics.quantiles(bare, n=20)[-1]
    ratio = medians[0] / medians[1]
    figures = f"p50 {medians[0]:.2f} / {medians[1]:.2f} ms, p95 {worst[0]:.2f} / {worst[1]:.2f} ms, ratio {ratio:.2f}"
    sys.stdout.write(f"{what:<15} isolated and sealed / neither: {figures}\n")
    return ratio


def _fill(tenant: Tenant, count: int) -> None:
    from apps.transform.models import Transformation
    from tonebridge.ids import uuid7
    from tonebridge.resilience import clock
    from tonebridge.tenancy.identity import acting_for

    def message() -> Transformation:
        now = clock.now()
        mine = {"organization_id": tenant.organization_id, "user_id": tenant.user_id}
        kind = {"transformation_type_id": "soften", "intensity": 2, "language": "ja", "tier": "rules"}
        texts = {"original_text": TEXT, "transformed_text": TEXT, "result": TEXT}
        return Transformation(id=uuid7(now), created_at=now, metadata={"stored": True}, **mine, **kind, **texts)

    with acting_for(tenant.organization_id):
        for _ in range(0, count, 1000):
            Transformation.objects.bulk_create([message() for _ in range(min(count, 1000))])


def _make_bare(world: World) -> None:
    """A copy of the database without row security, its texts opened."""
    from django.db import connections

    connections.close_all()
    connections["default"].close_pool()  # type: ignore[attr-defined]  # PostgreSQL's engine has one
    cluster = world.servers.cluster
    with psycopg.connect(cluster.url_as("postgres", "postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {BARE} TEMPLATE tonebridge OWNER tonebridge".encode())
    with psycopg.connect(cluster.url_as("tonebridge", BARE), autocommit=True) as copy:
        tables = copy.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relrowsecurity AND NOT relispartition"
        ).fetchall()
        copy.execute("SELECT set_config('tb.system', 'on', false)")
        for column in COLUMNS:
            plain = TEXT if column != "final_text" else ""
            copy.execute(f"UPDATE transformations SET {column} = %s::bytea".encode(), [plain.encode()])
        for (table,) in tables:
            copy.execute(f"SELECT tb_expose('{table}')".encode())  # names from the catalog
        copy.execute("VACUUM FULL ANALYZE")
    with psycopg.connect(cluster.owner_url, autocommit=True) as original:
        original.execute("VACUUM FULL ANALYZE")


@contextmanager
def _bare() -> Iterator[None]:
    """Texts as they lie there, no tenant told, the other database."""
    from django.db import connections

    from tonebridge.security.fields import EncryptedTextField
    from tonebridge.tenancy.backend.base import TellingCursor

    def as_it_lies(_field: object, _identity: object, kept: bytes) -> str:
        return bytes(kept).decode()

    usual, connections["default"] = connections["default"], connections[BARE]
    untold = mock.patch.object(TellingCursor, "_telling", lambda *_: "")
    try:
        with mock.patch.object(EncryptedTextField, "open_for", as_it_lies), untold:
            yield
    finally:
        connections["default"] = usual


def _measured(work: Callable[[], float]) -> tuple[list[float], list[float]]:
    """Milliseconds of each turn on both, the first tenth left out."""
    from django.conf import settings
    from django.db import connections

    settings.DATABASES[BARE] = connections.settings[BARE] = connections.settings["default"] | {"NAME": BARE}
    isolated, bare = list[float](), list[float]()
    for _ in range(ROUNDS):
        isolated.append(work())
        with _bare():
            bare.append(work())
    return isolated[ROUNDS // 10 :], bare[ROUNDS // 10 :]


def _close_pools() -> None:
    from django.db import connections

    connections.close_all()
    for alias in ("default", BARE):
        connections[alias].close_pool()  # type: ignore[attr-defined]  # PostgreSQL's engine has one


def _read(tenant: Tenant) -> float:
    from apps.accounts.queries.credentials import principal_of_api_key
    from apps.transform.contracts import HistoryFilter
    from apps.transform.queries.history import history_page
    from tonebridge.resilience import clock
    from tonebridge.rest.pagination import PageRequest
    from tonebridge.tenancy.identity import acting_for

    principal = principal_of_api_key(tenant.key)
    began = clock.tick()
    with acting_for(tenant.organization_id):
        page = history_page(principal, HistoryFilter(), PageRequest(20, None, "measured"))
    took = clock.elapsed_ms(began)
    assert [item.original_text for item in page.items] == [TEXT] * 20
    return took


def _page(tenant: Tenant) -> float:
    from django.test import Client

    from tonebridge.resilience import clock

    client = Client(headers={"X-API-Key": tenant.key, "Host": "127.0.0.1"})
    began = clock.tick()
    answer = client.get("/api/v1/history?limit=20")
    took = clock.elapsed_ms(began)
    items = answer.json()["items"]
    assert len(items) == 20 and all(item["original_text"] == TEXT and UUID(item["id"]) for item in items)
    return took


if __name__ == "__main__":
    sys.exit(main())
