"""`make bench-rows`: history, one message, and a month's end, where 1,000,000 messages of 12 months lie.

The rows are written by COPY and sealed as the product seals them; everything measured goes through the product: its
doors, credentials and serializers included, and the verb that applies retention, while others read through a web
server. `BENCH_ROWS` asks for another number.
"""

import argparse
import os
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connections
from django.test import Client

from benchmarks.loading import SEALED, Load, Owner, load
from drills.world import Tenant, World
from tonebridge.partitions.months import Month
from tonebridge.resilience import clock

ROWS, MONTHS, CALLS = int(os.environ.get("BENCH_ROWS", "1000000")), 12, 200
SHARES = {"large": 45, "middling": 30, "small": 20, "tiny": 5}
"""Organizations, and how many of a hundred messages are theirs."""
PAGE_MS, RETENTION_S = 30, 1.0
HISTORY = "/api/v1/history"
MEASURES = """
    INSERT INTO analytics (id, transformation_id, transformation_created_at, organization_id, processing_time_ms,
        metrics, created_at)
    SELECT gen_random_uuid(), id, created_at, organization_id, 1, '{}', created_at FROM transformations
    WHERE created_at < %s
"""
VECTORS = """
    INSERT INTO embeddings (id, transformation_id, transformation_created_at, organization_id, model, dimension,
        embedding, created_at)
    SELECT gen_random_uuid(), id, created_at, organization_id, 'bench-3', 3, '[1,2,3]', created_at FROM transformations
    WHERE created_at < %s
"""


def main() -> int:
    """Exit code 1 where a bar is missed."""
    argparse.ArgumentParser(
        description="Measure history and a month's end where 1,000,000 messages of 12 months lie."
    ).parse_args()
    with World() as world:
        tenants = {name: world.tenant(name) for name in SHARES}
        first = Month.of(clock.now()).plus(1 - MONTHS)
        _fill(world, tenants, first)
        reader = Reader(tenants["large"])
        cursors = _cursors(reader)
        verdicts = [
            *(_read(*reading) for reading in _readings(reader, cursors)),
            _months(reader, cursors[-1]),
            _retention(world, tenants["large"], first),
        ]
        sys.stdout.write(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors\n")
        connections.close_all()
        connections["default"].close_pool()  # type: ignore[attr-defined]  # PostgreSQL's engine has one
    return int(not all(verdicts))


def _fill(world: World, tenants: dict[str, Tenant], first: Month) -> None:
    """All months alike, and for the oldest, which will go, measures and vectors too."""
    from tonebridge.partitions.ensure import ensure_months

    began, texts = clock.tick(), _texts(world, tenants["tiny"])
    ensure_months(first.start, ahead=MONTHS)
    owners = [Owner(tenant.organization_id, tenant.user_id, SHARES[name]) for name, tenant in tenants.items()]
    url, until, count = world.servers.cluster.url_as("postgres", "tonebridge"), clock.now(), ROWS // MONTHS
    rows = load([Load(url, first.plus(n), until, count, owners, texts) for n in range(MONTHS)])
    with psycopg.connect(url, autocommit=True) as database:
        for statement in (MEASURES, VECTORS):
            database.execute(statement.encode(), [first.end])
        database.execute("ANALYZE transformations, analytics, embeddings")
    sys.stdout.write(f"{rows:,} messages over {MONTHS} months, sealed and stored in {clock.tick() - began:.0f} s\n")


def _texts(world: World, tenant: Tenant) -> dict[str, str]:
    """Of a message that was really transformed, by column."""
    from apps.transform.models import Transformation
    from tonebridge.tenancy.identity import acting_for

    made = world.transform(tenant)
    with acting_for(tenant.organization_id):
        row = Transformation.objects.get(id=made)
        return {column: getattr(row, column) for column in SEALED}


class Reader:
    """A tenant at the door of history, in this process: what is measured is our work and the database's."""

    def __init__(self, tenant: Tenant) -> None:
        self.tenant = tenant
        self._client = Client(headers={"X-API-Key": tenant.key, "Host": "127.0.0.1"})

    def read(self, rest: str = "", **query: str) -> Any:
        """The JSON of an answer. Raises AssertionError where it was refused."""
        answer = self._client.get(HISTORY + rest, query)
        if answer.status_code != 200:
            raise AssertionError(f"{rest} {query}: {answer.status_code} {answer.content[:200]!r}")
        return answer.json()


def _cursors(reader: Reader) -> list[str]:
    """Places in the list, deeper and deeper: by leaps through time, since nobody turns 20,000 pages."""
    found = []
    for months in range(1, MONTHS - 1):
        to = (Month.of(clock.now()).plus(-months).start + timedelta(days=9)).isoformat()
        found.append(reader.read(to=to)["next_cursor"])
    return found


def _readings(reader: Reader, cursors: list[str]) -> Iterator[tuple[str, Callable[[int], Any]]]:
    ids = [item["id"] for each in cursors for item in reader.read(cursor=each, limit="100")["items"]]
    before = (clock.now() - timedelta(days=75)).isoformat()
    yield "first page of 20", lambda turn: reader.read()["items"]
    yield "deep page of 20", lambda turn: reader.read(cursor=cursors[turn % len(cursors)])["items"]
    yield "filtered page of 20", lambda turn: reader.read(type="summarize", to=before)["items"]
    yield "one by id", lambda turn: [reader.read(f"/{ids[turn * 7 % len(ids)]}")] * 20


def _read(what: str, work: Callable[[int], Any]) -> bool:
    took = []
    for turn in range(CALLS + CALLS // 10):
        began = clock.tick()
        found = work(turn)
        took.append(clock.elapsed_ms(began))
        if len(found) != 20:
            raise AssertionError(f"{what}: {len(found)} rows")
    took = took[CALLS // 10 :]
    p50, p95 = statistics.median(took), statistics.quantiles(took, n=20)[-1]
    return _tell(f"{what:<20}", f"p50 {p50:.1f} ms, p95 {p95:.1f} ms", f"p95 ≤ {PAGE_MS} ms", p95 <= PAGE_MS)


def _months(reader: Reader, cursor: str) -> bool:
    """By PostgreSQL's own account of what it read."""
    from apps.accounts.queries.credentials import principal_of_api_key
    from benchmarks.plans import months_of_one, months_of_page

    principal, deep = principal_of_api_key(reader.tenant.key), reader.read(cursor=cursor)["items"][0]
    touched = {
        "first page": months_of_page(principal),
        "deep page": months_of_page(principal, (deep["created_at"], deep["id"])),
        "one by id": months_of_one(principal, UUID(deep["id"])),
    }
    figure = ", ".join(f"{what} {len(months)}" for what, months in touched.items())
    return _tell(f"{'months touched':<20}", figure, "one each", all(len(each) == 1 for each in touched.values()))


def _retention(world: World, tenant: Tenant, oldest: Month) -> bool:
    """The day on which nobody may keep the oldest month any longer, with readers who feel nothing of it."""
    from apps.accounts.models import Organization
    from apps.transform.actions.apply_retention import apply_retention
    from tonebridge.partitions.retention import months_of
    from tonebridge.tenancy.system import as_system

    with as_system("choose"):
        Organization.objects.update(retention_days=90)
    with _readers(world, tenant) as waits, clock.frozen(oldest.end + timedelta(days=90)), as_system("retention"):
        began = clock.tick()
        apply_retention()
        seconds = clock.tick() - began
        gone = oldest not in months_of(*settings.EXPIRING_TABLES)
    figure = f"{seconds:.2f} s for {ROWS // MONTHS:,} messages with measures and vectors, gone: {gone}; "
    figure += f"longest of {len(waits)} reads meanwhile {max(waits):.0f} ms"
    passed = gone and seconds <= RETENTION_S and max(waits) <= RETENTION_S * 1000
    return _tell(f"{'a month is dropped':<20}", figure, f"≤ {RETENTION_S:.0f} s", passed)


@contextmanager
def _readers(world: World, tenant: Tenant) -> Iterator[list[float]]:
    """Milliseconds of pages that another process reads for us all the while."""
    over, waits = Event(), list[float]()

    def read() -> None:
        while not over.is_set():
            began = clock.tick()
            world.call(tenant, "GET", HISTORY)
            waits.append(clock.elapsed_ms(began))

    thread = Thread(target=read)
    thread.start()
    try:
        yield waits
    finally:
        over.set()
        thread.join()


def _tell(what: str, figure: str, bar: str, passed: bool) -> bool:
    sys.stdout.write(f"{'PASS' if passed else 'FAIL'}  {what} {figure} (bar: {bar})\n")
    sys.stdout.flush()
    return passed


if __name__ == "__main__":
    sys.exit(main())
