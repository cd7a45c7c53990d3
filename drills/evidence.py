"""Evidence for drills about data: rows in bulk, and searches through everything that is stored."""

import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event
from time import sleep
from typing import Any, cast

import psycopg
from django.db import connection

from apps.transform.actions.erase_messages import erase_messages
from drills.world import PASSWORD, Tenant, World
from tonebridge.ids import uuid7
from tonebridge.partitions.ensure import ensure_months
from tonebridge.queues.models import Job
from tonebridge.resilience import clock
from tonebridge.tenancy.system import as_system

MESSAGES = """
    INSERT INTO transformations (id, created_at, organization_id, user_id, transformation_type, intensity, language,
        tier, original_text, transformed_text, result, metadata, verdict, final_text, rejected_changes)
    SELECT gen_random_uuid(), %(now)s - (n %% %(months)s) * interval '30 days', %(organization)s, %(user)s, 'soften', 2, 'ja',
        'rules', '\\x', '\\x', '\\x', '{}', '', '\\x', '[]' FROM generate_series(1, %(count)s) n
"""
MEASURES = """
    INSERT INTO analytics (id, transformation_id, transformation_created_at, organization_id, processing_time_ms,
        metrics, created_at)
    SELECT gen_random_uuid(), id, created_at, organization_id, 1, '{}', created_at FROM transformations
    WHERE organization_id = %(organization)s
"""
VECTORS = """
    INSERT INTO embeddings (id, transformation_id, transformation_created_at, organization_id, model, dimension,
        embedding, created_at)
    SELECT gen_random_uuid(), id, created_at, organization_id, 'drill-3', 3, '[1,2,3]', created_at FROM transformations
    WHERE organization_id = %(organization)s
"""
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"


def fill(tenant: Tenant, count: int, *, months: int = 12) -> None:
    """So many messages of the tenant's over the last months, each with its measures and a vector."""
    values: dict[str, Any] = {
        "now": clock.now(),
        "months": months,
        "organization": tenant.organization_id,
        "user": tenant.user_id,
        "count": count,
    }
    ensure_months(clock.now() - timedelta(days=31 * months), ahead=months)
    with as_system("fill"), connection.cursor() as cursor:
        for statement in (MESSAGES, MEASURES, VECTORS):
            cursor.execute(statement, values)
        cursor.execute("ANALYZE transformations, analytics, embeddings")


def empty(tenant: Tenant) -> None:
    """Take away what `fill` wrote: its texts aren't sealed, so no rotation of keys could go past them."""
    with as_system("empty"):
        erase_messages(organization_id=tenant.organization_id)


def in_person(world: World, tenant: Tenant) -> dict[str, str]:
    """A header of somebody who has signed in: for what no key may do."""
    tokens = world.call(None, "POST", "/api/v1/auth/token", {"email": tenant.email, "password": PASSWORD})
    return {"Authorization": f"Bearer {tokens.json()['access']}"}


def work_off(*kinds: str) -> None:
    """Do the waiting jobs of these kinds, as a worker would. Raises AssertionError for one that didn't succeed."""
    from apps.accounts import tasks as accounts

    doors: dict[str, Any] = {"erase_person": accounts.erase_person, "erase_organization": accounts.erase_organization}
    with as_system("read jobs"):
        waiting = [(job.id, job.kind) for job in Job.objects.filter(kind__in=kinds, status="queued")]
    for job_id, kind in waiting:
        doors[kind].apply(args=[str(job_id)])
        with as_system("read jobs"):
            status = Job.objects.get(id=job_id).status
        if status != "succeeded":
            raise AssertionError(f"{kind} ended as {status}")


def tables_with(world: World, marker: str) -> list[str]:
    """The tables, months among them, in whose rows the marker stands as PostgreSQL would write them into a dump."""
    found = []
    with psycopg.connect(world.servers.cluster.url_as("postgres", "tonebridge")) as database:
        for (name,) in database.execute(TABLES).fetchall():
            with database.cursor() as cursor, cursor.copy(f'COPY "{name}" TO STDOUT'.encode()) as rows:
                if any(marker.encode() in bytes(row) for row in rows):
                    found.append(str(name))
    return found


def files_with(world: World, *markers: str) -> list[list[str]]:
    """For each marker the files that it stands in, after all was flushed: database and its write-ahead log (`postgres/`),
    a dump (`dump/`), cache and broker, snapshot and appended (`valkey/`), logs (`logs/`).
    """
    from redis import Redis

    cluster, home, keeper = world.servers.cluster, world.servers.home, Redis.from_url(world.servers.redis_url)
    (dumps := home / "dump").mkdir(exist_ok=True)
    with psycopg.connect(cluster.url_as("postgres", "postgres"), autocommit=True) as database:
        database.execute("CHECKPOINT")
    dump = [str(cluster.tools / "pg_dump"), "--dbname", cluster.url_as("postgres", "tonebridge")]
    subprocess.run([*dump, "--file", str(dumps / "all.sql")], check=True)
    keeper.config_set("appendonly", "yes")  # writes all that it holds, and whatever comes
    while cast("dict[str, int]", keeper.info("persistence"))["aof_rewrite_in_progress"]:  # typed as awaitable, too
        sleep(0.05)
    keeper.save()
    files = [path for path in home.rglob("*") if path.is_file()]
    found = [[str(path.relative_to(home)) for path in files if _holds(path, each.encode())] for each in markers]
    keeper.config_set("appendonly", "no")
    shutil.rmtree(dumps)
    return found


def places(files: list[str]) -> set[str]:
    """The first part of each path."""
    return {file.partition("/")[0] for file in files}


def _holds(path: Path, marker: bytes) -> bool:
    try:
        return marker in path.read_bytes()
    except OSError:  # a file that a server has just removed
        return False


@contextmanager
def meanwhile(*works: Any, threads: int = 2) -> Iterator[list[object]]:
    """Call each of `works` again and again while the block runs; what they answered."""
    over, answers = Event(), list[object]()

    def repeat(work: Any) -> None:
        while not over.is_set():
            answers.append(work())

    with ThreadPoolExecutor(threads * len(works)) as pool:
        for work in works * threads:
            pool.submit(repeat, work)
        try:
            yield answers
        finally:
            over.set()


def marker() -> str:
    """A word that stands nowhere yet."""
    return f"marker{uuid7().hex}"
