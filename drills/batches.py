"""Many messages at once: how fast, how exactly, whatever dies meanwhile, and whom it keeps waiting."""

import time
from statistics import quantiles

import httpx
from django.conf import settings
from django.db import connection

from drills import Verdict, drill
from drills.crew import Crew, children_of, crew, hand_in, job, messages, over, until
from drills.processes import Callers, kill, restart_postgres, start_valkey
from drills.rows import rows_of
from drills.world import Tenant, World
from tonebridge.queues.actions.enqueue_job import enqueue_job
from tonebridge.queues.contracts import Priority
from tonebridge.queues.models import Job
from tonebridge.tenancy.identity import acting_for
from tonebridge.tenancy.system import as_system

MANY = 1_000
EVERY_S, LONGEST_S = 3.0, 600.0
"""Between two kills; how long work may take before it is said that it never ends."""


def counted(world: World, tenant: Tenant, job_id: str) -> tuple[int, int, int]:
    """Results by their count, messages in history, and what was charged."""
    with acting_for(tenant.organization_id), connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT index) FROM batch_results WHERE went_well")
        rows, different = cursor.fetchone()
    stored = rows_of(tenant, "transformations")
    charged = world.call(tenant, "GET", "/api/v1/usage").json()["day"]["used"]
    return (rows if rows == different else -1), stored, int(charged)


@drill("J1", ci=False)
def a_thousand_messages_are_done_in_half_a_minute(world: World) -> Verdict:
    """Handed in as a file, by rules; each once, each charged once, all to be fetched."""
    tenant = world.tenant("alice")
    with crew(world) as workers:
        job_id = hand_in(world, tenant, messages(MANY))
        took = until(lambda: over(world, tenant, job_id), within_s=LONGEST_S, meanwhile=workers.look)
        found = counted(world, tenant, job_id)
        lines = world.call(tenant, "GET", f"/api/v1/jobs/{job_id}/results/download?form=csv").text.count("\r\n")
    passed = found == (MANY,) * 3 and lines == MANY + 1
    figure = f"{took:.1f} s; {found[0]} results, {found[1]} in history, {found[2]} charged, {lines} lines to fetch"
    return Verdict(passed, figure, took <= 30)


@drill("J2", ci=False)
def no_message_is_lost_or_charged_twice_whatever_dies(world: World) -> Verdict:
    """A worker killed every three seconds, one process of its pool or all; the broker killed and its data gone; the
    database restarted. Nobody lends a hand.
    """
    tenant = world.tenant("alice")
    with crew(world) as workers:
        job_id = hand_in(world, tenant, messages(MANY))
        mishaps = Mishaps(world, workers)
        took = until(lambda: over(world, tenant, job_id), within_s=LONGEST_S, meanwhile=mishaps.next)
        found = counted(world, tenant, job_id)
        state = job(world, tenant, job_id)
    passed = found == (MANY,) * 3 and state["status"] == "succeeded"
    figure = f"{took:.1f} s, {workers.kills} kills, broker lost {mishaps.brokers}×, database restarted "
    figure += f"{mishaps.databases}×: {found[0]} results, {found[1]} in history, {found[2]} charged"
    return Verdict(passed and workers.kills >= 3, figure)


class Mishaps:
    """What happens while the work goes on: a kill every three seconds, the broker and the database once each."""

    def __init__(self, world: World, workers: Crew) -> None:
        self.world, self.workers = world, workers
        self.began = self.last = time.perf_counter()
        self.brokers = self.databases = 0

    def next(self) -> None:
        now = time.perf_counter()
        self.workers.look()
        if not self.brokers and now - self.began > 5:
            self.brokers += 1
            kill(self.world, "valkey")
            start_valkey(self.world)
        if not self.databases and now - self.began > 8:
            self.databases += 1
            restart_postgres(self.world)
        if now - self.last >= EVERY_S:
            self.last = now
            self._kill()

    def _kill(self) -> None:
        """Now and then the whole worker: that takes seconds to come back, a process of its pool none."""
        if self.workers.kills % 8 == 1:
            self.workers.kill_whole("bulk worker")
        else:
            self.workers.kill_child("bulk worker")


@drill("J3", ci=False)
def what_somebody_waits_for_starts_at_once_behind_ten_thousand_others(world: World) -> Verdict:
    """Ten thousand messages of a file under way; forty calls that ask to be answered later, and their waits."""
    busy, waiting = world.tenant("alice"), world.tenant("bob")
    body = {"text": "急ぎの件を直せ。", "transformation_type": "soften"}
    with crew(world) as workers:
        hand_in(world, busy, messages(10_000))
        time.sleep(3)
        ids = []
        for number in range(40):
            sent = body | {"text": f"{number} 急ぎの件を直せ。"}
            ids.append(world.call(waiting, "POST", "/api/v1/transform", sent, Prefer="respond-async").json()["id"])
            time.sleep(0.2)
        until(lambda: all(over(world, waiting, one) for one in ids), within_s=LONGEST_S, meanwhile=workers.look)
        with as_system("drill"):
            rows = Job.objects.filter(id__in=ids).values_list("created_at", "started_at")
            waits = [(started - created).total_seconds() for created, started in rows if started]
            left = Job.objects.filter(organization_id=busy.organization_id, status="queued").count()
    p95 = quantiles(waits, n=20)[-1]
    figure = f"p95 {p95 * 1000:.0f} ms to the start of {len(waits)}; {left} parts still waited"
    return Verdict(len(waits) == len(ids) and left > 0, figure, p95 <= 1)


@drill("J4", ci=False)
def organizations_take_turns(world: World) -> Verdict:
    """One hands in ten thousand messages, another ten a moment later: those don't wait for the ten thousand."""
    large, small = world.tenant("alice"), world.tenant("bob")
    with crew(world) as workers:
        first = hand_in(world, large, messages(10_000))
        time.sleep(5)
        second = hand_in(world, small, messages(10))
        took = until(lambda: over(world, small, second), within_s=LONGEST_S, meanwhile=workers.look)
        progress = job(world, large, first)["progress"]["done"]
    passed = took < LONGEST_S and progress < 10_000
    return Verdict(passed, f"ten were done after {took:.1f} s, beside {progress} of 10000", took < 10)


@drill("J5")
def what_is_handed_in_while_the_broker_is_away_runs_when_it_is_back(world: World) -> Verdict:
    """Valkey killed: the call is accepted, and nobody has to ask again."""
    tenant = world.tenant("alice")
    body = {"items": [{"text": "直せ。", "transformation_type": "soften"}]}
    with crew(world, bulk=False) as workers:
        world.call(tenant, "GET", "/api/v1/usage")  # the web server is there before
        kill(world, "valkey")
        began = time.perf_counter()
        answer = world.call(tenant, "POST", "/api/v1/transform/batch", body)
        accepted_s = time.perf_counter() - began
        start_valkey(world)
        took = until(lambda: over(world, tenant, answer.json()["id"]), within_s=LONGEST_S, meanwhile=workers.look)
    passed = answer.status_code == httpx.codes.ACCEPTED and took < LONGEST_S
    figure = f"{answer.status_code} after {accepted_s:.2f} s; done {took:.1f} s after its return"
    return Verdict(passed, figure, took < 60)


@drill("L10", ci=False)
def ten_thousand_messages_in_a_file_delay_nobody(world: World) -> Verdict:
    """All end, fifty a second or more; people who transform meanwhile wait little longer than else."""
    tenant, person = world.tenant("alice"), world.tenant("bob")
    with crew(world) as workers:
        with Callers(world.base_url, person, a_second=5, threads=2) as quiet:
            time.sleep(10)
        began = time.perf_counter()
        job_id = hand_in(world, tenant, messages(10_000))
        with Callers(world.base_url, person, a_second=5, threads=2) as busy:
            took = until(lambda: over(world, tenant, job_id), within_s=6 * LONGEST_S, meanwhile=workers.look)
        seconds = time.perf_counter() - began
        state = job(world, tenant, job_id)["progress"]
    rate, ratio = 10_000 / seconds, busy.told.p95() / max(quiet.told.p95(), 0.001)
    in_time = took < 900 and rate >= 50 and ratio <= 1.3
    figure = f"{state['done']} done, {rate:.0f} a second; p95 of callers {quiet.told.p95() * 1000:.0f} ms alone, "
    figure += f"{busy.told.p95() * 1000:.0f} ms beside it ({ratio:.2f}×)"
    return Verdict(state["done"] == 10_000, figure, in_time)


@drill("F9", ci=False)
def a_broker_that_dies_eight_times_loses_no_job(world: World) -> Verdict:
    """A hundred jobs, acknowledgements under way, the broker killed again and again; workers come back by themselves."""
    tenant = world.tenant("alice")
    with crew(world, bulk=False) as workers:
        for number in range(100):
            world.transform(tenant, f"{number} 番の件を直せ。")
        for _ in range(8):
            kill(world, "valkey")
            start_valkey(world)
            time.sleep(0.7)
            workers.look()
        took = until(lambda: unfinished(tenant) == 0, within_s=LONGEST_S, meanwhile=workers.look)
        effects = rows_of(tenant, "embeddings")
    return Verdict(
        effects == 100 and took < LONGEST_S, f"100 jobs over after {took:.1f} s, {effects} effects", took <= 60
    )


def unfinished(tenant: Tenant) -> int:
    """Jobs of the tenant that aren't over."""
    return rows_of(tenant, "jobs WHERE finished_at IS NULL")


@drill("F10", ci=False)
def workers_that_are_killed_ten_times_leave_nothing_undone(world: World) -> Verdict:
    """Processes of the pool and whole workers, while they transform: over within a lease and 15 seconds, charged once."""
    tenant = world.tenant("alice")
    with crew(world) as workers:
        job_id = hand_in(world, tenant, messages(300))
        until(lambda: job(world, tenant, job_id).get("progress", {}).get("done", 0) > 0, within_s=LONGEST_S)
        while workers.kills < 10 and not over(world, tenant, job_id):
            workers.look()
            if workers.kills % 5 == 4:
                workers.kill_whole("bulk worker")
            elif children_of(workers._named("bulk worker").pid):
                workers.kill_child("bulk worker")
            time.sleep(0.5)
        took = until(lambda: over(world, tenant, job_id), within_s=LONGEST_S, meanwhile=workers.look)
        found = counted(world, tenant, job_id)
    figure = f"{workers.kills} kills, over {took:.1f} s after the last: {found[0]} results, {found[2]} charged"
    return Verdict(found == (300,) * 3 and took < LONGEST_S, figure, took <= settings.JOB_LEASE_S + 15)


@drill("F10p", ci=False)
def a_plain_job_outlives_its_worker(world: World) -> Verdict:
    """Killed whole while a hundred wait, its messages with it: the table rings again."""
    tenant = world.tenant("alice")
    with crew(world, bulk=False) as workers:
        for number in range(30):
            world.transform(tenant, f"{number} 番を直せ。")
        workers.kill_whole("worker")
        with acting_for(tenant.organization_id):
            enqueue_job(
                kind="apply_retention",
                payload_ids={"organization_id": str(tenant.organization_id)},
                organization_id=tenant.organization_id,
                priority=Priority.CRITICAL,
            )
        took = until(lambda: unfinished(tenant) == 0, within_s=LONGEST_S, meanwhile=workers.look)
    return Verdict(took < LONGEST_S, f"31 jobs over {took:.1f} s after the kill", took < 90)
