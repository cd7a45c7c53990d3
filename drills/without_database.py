"""The database is away: those who are known go on transforming, nothing is written, and what was used is written afterwards."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import httpx
from django.db import connections

from drills import Verdict, drill
from drills.crew import until
from drills.faults import PACE, said
from drills.model_server import model_process
from drills.models import UNHURRIED
from drills.processes import SOFTEN, Callers, process
from drills.rows import rows_of
from drills.world import PATIENCE_S, Json, World
from tonebridge.devstack.embedded import postgres

SLOWEST_S, WRITTEN_S, LONGEST_S = 2.5, 30.0, 300.0
"""A call's longest wait; until when all that waited is written, once the database is back; and how long that is waited for."""


@dataclass
class Seen:
    """What somebody was told while it was away."""

    tiers: Counter[str] = field(default_factory=Counter)
    warned: int = 0
    writes: list[httpx.Response] = field(default_factory=list)
    readiness: Json = None


@contextmanager
def without_postgres(world: World) -> Iterator[None]:
    """Inside the block there is no server."""
    connections.close_all()
    process(world, "postgres").stop()
    try:
        yield
    finally:
        cluster = world.servers.cluster
        world.servers.run(postgres.program(cluster), lambda: postgres.answers(cluster))


@drill("F13", ci=False)
def the_database_is_away_and_transforms_go_on(world: World) -> Verdict:
    """For eight seconds, a model configured; in the end the ledger, the rows and what was answered are the same number."""
    return _away(world, 8)


@drill("F13m", ci=False)
def the_database_is_away_for_a_minute_and_transforms_go_on(world: World) -> Verdict:
    """The same for sixty seconds."""
    return _away(world, 60)


def _away(world: World, seconds: float) -> Verdict:
    tenant = world.tenant("alice")
    with model_process() as model:
        base = world.start_web(LLM_PRIMARY="openai:some", LLM_PRIMARY_BASE_URL=model.base_url, **UNHURRIED)
        with httpx.Client(base_url=base, headers={"X-API-Key": tenant.key}, timeout=PATIENCE_S) as client:
            with Callers(base, tenant, a_second=PACE) as callers:
                time.sleep(2)
                with without_postgres(world):
                    time.sleep(seconds / 2)
                    seen = _looked_at(client)
                    time.sleep(seconds / 2)
                back = callers.now
                time.sleep(3)
            settled_s = _seconds_until_written(client)
            used = client.get("/api/v1/usage").json()["day"]["used"]
    told, answered = callers.told, callers.told.statuses()[200] + seen.tiers.total()
    stored = rows_of(tenant, "transformations")
    late = told.last_trouble() - back
    slowest = max(took for _asked, _status, took, _after in told.answers)
    checks = {
        "all answered": set(told.statuses()) == {200},
        "by the model": seen.tiers["primary"] > 0 and set(seen.tiers) <= {"primary", "rules"},
        "says that it is not kept": seen.warned == seen.tiers.total(),
        "writes refused": _are_clear(seen.writes),
        "ready and degraded": seen.readiness["ready"] and "database" in seen.readiness["degraded"],
        "counts": used == stored == answered,
        "written": settled_s < LONGEST_S,
    }
    wrong = [name for name, holds in checks.items() if not holds]
    figure = said(told, told, f", slowest {slowest:.1f} s; {dict(seen.tiers)} meanwhile; {answered} answered, ")
    figure += (
        f"{used} charged, {stored} rows, written {settled_s:.1f} s after; trouble until {max(late, 0):.1f} s after"
    )
    figure += f"; NOT: {', '.join(wrong)}" if wrong else ""
    return Verdict(not wrong, figure, slowest <= SLOWEST_S and settled_s < WRITTEN_S)


def _looked_at(client: httpx.Client) -> Seen:
    """Ten transforms, three writes and a look at readiness."""
    seen = Seen()
    for _ in range(10):
        answer = client.post("/api/v1/transform", json=SOFTEN | {"text": f"{uuid4().hex[:8]} 番を直せ。"}).json()
        seen.tiers[answer["tier"]] += 1
        seen.warned += any(warning["code"] == "not_kept" for warning in answer["warnings"])
    term = {"term": "デプロイ", "language": "ja", "plain": "公開"}
    keyed = {"Idempotency-Key": uuid4().hex}
    seen.writes = [
        client.post("/api/v1/glossary/terms", json=term),
        client.post("/api/v1/transform/batch", json={"items": [SOFTEN | {"text": "直せ。"}]}),
        client.post("/api/v1/transform", json=SOFTEN | {"text": "鍵のある文を直せ。"}, headers=keyed),
    ]
    seen.readiness = client.get("/health/ready").json()
    return seen


def _are_clear(writes: list[httpx.Response]) -> bool:
    """503, a problem with a sentence, and when to try again."""
    return all(
        one.status_code == 503 and one.json()["detail"] and 1 <= int(one.headers["retry-after"]) <= 60 for one in writes
    )


def _seconds_until_written(client: httpx.Client) -> float:
    """Until nothing waits any more."""
    return until(lambda: "spool" not in client.get("/health/ready").json()["degraded"], within_s=LONGEST_S)
