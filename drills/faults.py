"""Servers that fall over, freeze and come back, while people go on working."""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

import httpx
import psycopg
from django.db import connections
from redis import Redis

from apps.accounts.actions.open_token_family import open_token_family
from apps.accounts.queries.credentials import caller_of_token
from drills import Verdict, drill
from drills.between import road_to
from drills.crew import until
from drills.processes import SOFTEN, Callers, Told, frozen, kill, process, restart_postgres, start_valkey
from drills.rows import rows_of
from drills.world import PATIENCE_S, Tenant, World
from tonebridge.devstack import programs
from tonebridge.devstack.embedded.postgres import DATABASE, SUPERUSER, WEB
from tonebridge.errors import ToneBridgeError
from tonebridge.ids import uuid7
from tonebridge.resilience import clock

PACE = 20.0
"""Calls a second: enough to meet every moment of a fault, and little for two busy cores."""
SLACK_S, STOPPED_S = 0.15, 25.0
"""What a p95 may grow by; until a process that is asked to stop has ended."""
UNDER_WAY_S, AT_ONCE_S, MET = 0.5, 0.01, 30
"""How long before a signal a call has to be asked for, to have reached its process: on any machine, and on a quiet one; and the
answers after which each caller has met a process that is at work."""


def quiet(world: World, tenant: Tenant, seconds: float = 3.0) -> Told:
    """How it goes when nothing is wrong."""
    return calls_meanwhile(world.base_url, tenant, seconds)


def said(told: Told, calm: Told, more: str = "") -> str:
    counts = ", ".join(f"{count} × {status or 'no answer'}" for status, count in sorted(told.statuses().items()))
    return f"{counts}; p95 {told.p95() * 1000:.0f} ms, quiet {calm.p95() * 1000:.0f} ms{more}"


@drill("F7", alone=True)
def the_cache_is_killed_and_nobody_notices(world: World) -> Verdict:
    """Killed under load, started again: every call is answered, hardly slower."""
    tenant = world.tenant("alice")
    calm = quiet(world, tenant)
    with Callers(world.base_url, tenant, a_second=PACE) as callers:
        time.sleep(1)
        kill(world, "valkey")
        time.sleep(4)
        start_valkey(world)
        time.sleep(2)
    told = callers.told
    return Verdict(set(told.statuses()) == {200}, said(told, calm), told.p95() <= calm.p95() + SLACK_S)


@drill("F8", alone=True)
def a_cache_that_hangs_slows_nobody_down(world: World) -> Verdict:
    """Frozen for six seconds: every call is answered, the process is alive, readiness says what is missing."""
    tenant = world.tenant("alice")
    calm = quiet(world, tenant)
    with (
        Callers(world.base_url, tenant, a_second=PACE) as callers,
        httpx.Client(base_url=world.base_url, timeout=PATIENCE_S) as client,
    ):
        time.sleep(1)
        with frozen(world, "valkey"):
            time.sleep(4)
            alive = client.get("/health").status_code == 200
            ready = client.get("/health/ready").json()
            time.sleep(2)
        time.sleep(2)
    told = callers.told
    degraded = "cache" in ready["degraded"] and ready["ready"]
    passed = set(told.statuses()) == {200} and alive and degraded
    figure = said(told, calm, f"; alive: {alive}, degraded: {', '.join(ready['degraded'])}")
    return Verdict(passed, figure, told.p95() <= calm.p95() + SLACK_S)


@drill("F8s", ci=False)
def a_cache_that_is_slow_or_loses_calls_slows_nobody_down(world: World) -> Verdict:
    """A fifth of a second for every answer; then every tenth call lost on its way; then no room for another connection."""
    tenant = world.tenant("alice")
    with road_to(world.servers.redis_url) as road:
        base = world.start_web(CACHE_URL=road.url)
        calm = calls_meanwhile(base, tenant)
        road.delay_s = 0.2
        slow = calls_meanwhile(base, tenant, 16.0)
        road.delay_s, road.lost_every = 0.0, 10
        lossy = calls_meanwhile(base, tenant)
        road.lost_every = 0
        with no_room_for_more(world.servers.redis_url):
            full = calls_meanwhile(base, tenant)
    troubles = {"slow": slow, "lossy": lossy, "full": full}
    passed = all(set(told.statuses()) == {200} for told in troubles.values())
    in_time = all(told.p95() <= calm.p95() + SLACK_S for told in troubles.values())
    return Verdict(passed, "; ".join(f"{name}: {said(told, calm)}" for name, told in troubles.items()), in_time)


def calls_meanwhile(base: str, tenant: Tenant, seconds: float = 5.0) -> Told:
    """What callers are answered now."""
    with Callers(base, tenant, a_second=PACE) as callers:
        time.sleep(seconds)
    return callers.told


@contextmanager
def no_room_for_more(url: str) -> Iterator[None]:
    """Inside the block the cache server takes no new connection, and those of before are cut."""
    with Redis.from_url(url) as server:
        server.config_set("maxclients", 1)
        server.client_kill_filter(_type="normal", skipme=True)
        try:
            yield
        finally:
            server.config_set("maxclients", 10_000)


@drill("F12", alone=True)
def the_database_restarts_and_good_keys_stay_good(world: World) -> Verdict:
    """Only 503 with Retry-After meanwhile, all well within seconds; after a quiet restart, not one error."""
    tenant = world.tenant("alice")
    quiet(world, tenant, 1)
    with Callers(world.base_url, tenant, a_second=PACE) as callers:
        time.sleep(1)
        restart_postgres(world)
        back = callers.now
        time.sleep(6)
    told = callers.told
    late = told.last_trouble() - back
    restart_postgres(world)
    time.sleep(3)
    after_rest = quiet(world, tenant, 2).statuses()
    passed = set(told.statuses()) <= {200, 503} and told.refusals_say_when and set(after_rest) == {200}
    figure = said(told, told, f"; the last {max(late, 0):.1f} s after it was back; after a rest {dict(after_rest)}")
    return Verdict(passed, figure, late <= 2)


@drill("F15")
def a_process_that_is_asked_to_stop_finishes_what_it_began(world: World) -> Verdict:
    """SIGTERM under load: each call asked before it is answered, each answer is stored, and it ends by itself."""
    tenant = world.tenant("alice")
    base = world.start_web()
    web = process(world, "web")
    with Callers(base, tenant, a_second=PACE) as callers:
        until(lambda: len(callers.told.answers) >= MET, within_s=PATIENCE_S)
        asked_to_stop = callers.now
        os.kill(web.pid, signal.SIGTERM)
        while web.running and callers.now < asked_to_stop + PATIENCE_S:
            time.sleep(0.05)
        took = callers.now - asked_to_stop
    before, shortly = (callers.told.asked_before(asked_to_stop - margin_s) for margin_s in (UNDER_WAY_S, AT_ONCE_S))
    answered = callers.told.statuses()[200]
    stored = rows_of(tenant, "transformations")
    passed = set(before) == {200} and stored >= answered and web.exit_code == 0
    figure = (
        f"calls before it, answered {dict(Counter(before))}, with those of the last moment {dict(Counter(shortly))}; "
    )
    figure += f"{answered} answers, {stored} stored; "
    return Verdict(
        passed,
        figure + f"ended by itself after {took:.1f} s with {web.exit_code}",
        set(shortly) == {200} and took < STOPPED_S,
    )


@drill("F16")
def a_clock_that_is_wrong_lets_nobody_in_or_out(world: World) -> Verdict:
    """Tokens under a skewed clock, the limiter on the server's own, and ids that stay in order."""
    tenant = world.tenant("alice")
    token = open_token_family(user_id=tenant.user_id).access
    now = clock.now()
    accepted = {skew: _accepts(token, skew) for skew in (-90, 0, 290, 599, 3600)}
    expected = {-90: False, 0: True, 290: True, 599: True, 3600: False}
    with clock.frozen(now + timedelta(seconds=1)):
        later = uuid7()
    with clock.frozen(now - timedelta(seconds=10)):
        earlier = uuid7()
    autumn = _holds_when_local_clocks_go_back(tenant)
    passed = accepted == expected and earlier < later and clock.elapsed_ms(clock.tick()) >= 0 and autumn
    return Verdict(
        passed, f"accepted by skew {accepted}; ids in order: {earlier < later}; an hour that comes twice: {autumn}"
    )


def _holds_when_local_clocks_go_back(tenant: Tenant) -> bool:
    """At 06:00 UTC of that day New York has 01:00 again: a token lives its ten minutes, and ids stay in order."""
    turn = datetime(2026, 11, 1, 6, tzinfo=UTC)
    with _local_time("America/New_York"):
        with clock.frozen(turn - timedelta(seconds=10)):
            token, before = open_token_family(user_id=tenant.user_id).access, uuid7()
        with clock.frozen(turn + timedelta(seconds=10)):
            held, after = _accepts(token, 0), uuid7()
        with clock.frozen(turn + timedelta(minutes=11)):
            ended = not _accepts(token, 0)
    return held and ended and before < after


@contextmanager
def _local_time(zone: str) -> Iterator[None]:
    kept = os.environ.get("TZ", "UTC")
    try:
        os.environ["TZ"] = zone
        time.tzset()
        yield
    finally:
        os.environ["TZ"] = kept
        time.tzset()


def _accepts(token: str, skew: int) -> bool:
    with clock.frozen(clock.now() + timedelta(seconds=skew)), suppress(ToneBridgeError):
        return bool(caller_of_token(token))
    return False


@drill("F18", alone=True)
def a_database_without_a_free_connection_refuses_nobodys_key(world: World) -> Verdict:
    """Every connection taken by others: 200 or 503, never 401; well again seconds after they are given back."""
    tenant = world.tenant("alice")
    base = world.start_web(TONEBRIDGE_WORKERS="1")
    held: list[psycopg.Connection[tuple[object, ...]]] = []
    with Callers(base, tenant, a_second=PACE) as callers:
        _fill(world, held)
        connections.close_all()
        ours = [one.info.backend_pid for one in held]
        with psycopg.connect(world.servers.cluster.url_as(SUPERUSER, DATABASE)) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s AND pid <> ALL(%s)",
                (WEB, ours),
            )
        _fill(world, held)
        time.sleep(4)
        for one in held:
            one.close()
        free = callers.now
        time.sleep(5)
        until(lambda: callers.told.went_well_lately, within_s=PATIENCE_S)
    told = callers.told
    late = told.last_trouble() - free
    passed = set(told.statuses()) <= {200, 503} and told.refusals_say_when and told.went_well_lately and len(held) > 50
    process(world, "web").stop()
    figure = said(told, told, f"; {len(held)} connections held; the last trouble {late:.1f} s after")
    return Verdict(passed, figure, late <= 5)


def _fill(world: World, held: list[psycopg.Connection[tuple[object, ...]]]) -> None:
    """Take every connection that is free."""
    with suppress(psycopg.OperationalError):
        while True:
            held.append(psycopg.connect(world.servers.cluster.url_as(WEB, DATABASE)))


@drill("F19")
def a_table_that_somebody_locks_holds_up_only_those_who_need_it(world: World) -> Verdict:
    """Locked for five seconds: calls that write there get 503 in time; analyzing goes on."""
    tenant = world.tenant("alice")
    headers = {"X-API-Key": tenant.key}
    url = world.servers.cluster.url_as(SUPERUSER, DATABASE)
    with httpx.Client(base_url=world.base_url, headers=headers, timeout=PATIENCE_S) as client:
        client.post("/api/v1/analyze", json={"text": "直せ。"})
        with psycopg.connect(url) as other:
            other.execute("LOCK TABLE transformations IN ACCESS EXCLUSIVE MODE")
            began = time.perf_counter()
            refused = client.post("/api/v1/transform", json=SOFTEN | {"text": "錠を待つ文です。"})
            waited = time.perf_counter() - began
            analyzed = [client.post("/api/v1/analyze", json={"text": f"{n} を直せ。"}).status_code for n in range(5)]
            other.rollback()
        after = client.post("/api/v1/transform", json=SOFTEN | {"text": "錠のあとの文です。"}).status_code
    passed = refused.status_code == 503 and set(analyzed) == {200} and after == 200
    figure = f"{refused.status_code} after {waited:.1f} s, analyzing meanwhile {set(analyzed)}, afterwards {after}"
    return Verdict(passed, figure, waited < 6)


@drill("F15w", ci=False)
def a_worker_that_is_asked_to_stop_leaves_no_lease_behind(world: World) -> Verdict:
    """SIGTERM with jobs waiting: it ends by itself, no job is left running. Loading its model takes a while."""
    tenant = world.tenant("alice")
    broker = world.servers.redis_url
    logs = world.servers.home / "logs"
    world.servers.run(programs.worker(dict(os.environ), logs), lambda: programs.workers_listen(broker))
    worker = process(world, "worker")
    for number in range(20):
        world.transform(tenant, f"{number} 番を直せ。")
    began = time.perf_counter()
    os.kill(worker.pid, signal.SIGTERM)
    while worker.running and time.perf_counter() < began + PATIENCE_S:
        time.sleep(0.1)
    took, by_itself = time.perf_counter() - began, not worker.running
    running = rows_of(tenant, "jobs WHERE status = 'running'")
    worker.end()
    figure = f"ended after {took:.1f} s, {running} jobs left running"
    return Verdict(by_itself and running == 0, figure, took < STOPPED_S)
