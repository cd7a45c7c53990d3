"""What can become of a job, tried in every order; and where jobs end that can't be done."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from hypothesis import HealthCheck, seed
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from drills import Verdict, drill
from drills.crew import crew, job, until
from drills.world import Tenant, World
from tonebridge.errors import Conflict, Unavailable, ValidationFailed
from tonebridge.queues.actions.cancel_job import cancel_job
from tonebridge.queues.actions.claim_job import claim_job
from tonebridge.queues.actions.enqueue_job import enqueue_job
from tonebridge.queues.actions.fail_job import fail_job
from tonebridge.queues.actions.finish_job import LeaseLost, finish_job
from tonebridge.queues.actions.reap_jobs import reap_jobs
from tonebridge.queues.actions.replay_dead_letter import replay_dead_letter
from tonebridge.queues.contracts import JobStatus, JobView
from tonebridge.queues.doorbell import ring
from tonebridge.queues.models import DeadLetter, Job
from tonebridge.resilience import clock
from tonebridge.tenancy.system import as_system

KIND = "apply_retention"
EXAMPLES, STEPS = 150, 25
OVER = {JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.DEAD, JobStatus.CANCELLED}
ALLOWED = {
    (JobStatus.QUEUED, JobStatus.RUNNING),
    (JobStatus.QUEUED, JobStatus.CANCELLED),
    *((JobStatus.RUNNING, after) for after in JobStatus),
    (JobStatus.FAILED, JobStatus.QUEUED),
    (JobStatus.DEAD, JobStatus.QUEUED),
}
"""Every step that a job may take; a replay is the way back from the dead."""


class Life(RuleBasedStateMachine):
    """One job, workers that come, die and come back late, and a model of what must have become of it."""

    organization_id = UUID(int=0)
    transitions = 0

    @initialize()
    def begin(self) -> None:
        self.now = self.lease = clock.now()
        self.runs: list[JobView] = []
        self.bells = 0
        with self._at():
            made = enqueue_job(
                kind=KIND,
                payload_ids={"organization_id": str(self.organization_id)},
                organization_id=self.organization_id,
            )
        self.id, self.status, self.attempt, self.holder = made.id, JobStatus.QUEUED, 0, 0
        self.effects = 0

    def _at(self) -> Any:
        return clock.frozen(self.now)

    @rule(seconds=st.sampled_from([1, 5, settings.JOB_LEASE_S + 1, 200]))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def claim(self) -> None:
        self.bells += 1
        with self._at():
            job = claim_job(job_id=self.id, claimant=f"bell{self.bells}#0")
        free = self.status is JobStatus.QUEUED or (self.status is JobStatus.RUNNING and self.lease < self.now)
        assert (job is not None) == (free and self.attempt < settings.JOB_MAX_ATTEMPTS)
        if job is not None:
            self._became(JobStatus.RUNNING)
            self.attempt, self.lease = self.attempt + 1, self.now + timedelta(seconds=settings.JOB_LEASE_S)
            self.holder = job.attempt
            self.runs.append(job)

    @precondition(lambda self: self.runs)
    @rule(which=st.integers(0, 9))
    def finish(self, which: int) -> None:
        run = self.runs[which % len(self.runs)]
        holds = self._holds(run)
        try:
            with self._at():
                finish_job(job=run)
        except LeaseLost:
            assert not holds
            return
        assert holds
        self.effects += 1
        self._became(JobStatus.SUCCEEDED)

    @precondition(lambda self: self.runs)
    @rule(which=st.integers(0, 9), permanent=st.booleans())
    def fail(self, which: int, permanent: bool) -> None:
        run = self.runs[which % len(self.runs)]
        holds = self._holds(run)
        with self._at():
            after = fail_job(job=run, error=ValidationFailed() if permanent else Unavailable())
        assert (after is not None) == holds
        if after is not None:
            last = run.attempt >= settings.JOB_MAX_ATTEMPTS
            assert after == (JobStatus.FAILED if permanent else JobStatus.DEAD if last else JobStatus.QUEUED)
            self._became(after)

    @rule()
    def cancel(self) -> None:
        over = self.status in OVER - {JobStatus.CANCELLED}
        try:
            with self._at():
                cancel_job(organization_id=self.organization_id, job_id=self.id)
        except Conflict:
            assert over
            return
        assert not over
        if self.status is not JobStatus.CANCELLED:
            self._became(JobStatus.CANCELLED)

    @rule()
    def reap(self) -> None:
        lost = self.status is JobStatus.RUNNING and self.lease < self.now
        with self._at():
            reap_jobs()
        if lost:
            self._became(JobStatus.DEAD if self.attempt >= settings.JOB_MAX_ATTEMPTS else JobStatus.QUEUED)

    @precondition(lambda self: self.status in {JobStatus.FAILED, JobStatus.DEAD})
    @rule()
    def replay(self) -> None:
        letter = DeadLetter.objects.filter(args=[str(self.id)]).latest("created_at")
        with self._at():
            replay_dead_letter(letter_id=letter.id)
        self._became(JobStatus.QUEUED)
        self.attempt, self.runs = 0, []

    @invariant()
    def the_table_says_the_same(self) -> None:
        row = Job.objects.get(pk=self.id)
        assert (row.status, row.attempt) == (self.status, self.attempt)
        assert (row.finished_at is not None) == (self.status in OVER)
        assert self.effects <= 1

    def _holds(self, run: JobView) -> bool:
        return self.status is JobStatus.RUNNING and run.attempt == self.holder

    def _became(self, after: JobStatus) -> None:
        assert (self.status, after) in ALLOWED
        self.status = after
        Life.transitions += 1


@drill("D2", ci=False)
def a_job_is_what_its_model_says_in_whatever_order(world: World) -> Verdict:
    """A state machine over create, claim, finish, fail, cancel, expire, reap and replay, against the table."""
    Life.organization_id, Life.transitions = world.tenant("alice").organization_id, 0
    chosen = hypothesis_settings(
        max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck),
        database=None,
    )  # fmt: skip # settings, read by rows
    with as_system("drill"):
        seed(20261125)(Life)
        run_state_machine_as_test(Life, settings=chosen)
    return Verdict(True, f"{EXAMPLES} lives of up to {STEPS} steps, {Life.transitions} transitions, none out of order")


@drill("J7", ci=False)
def what_cannot_be_done_is_where_someone_can_see_it(world: World) -> Verdict:
    """A task that nobody knows, a job whose tries are used up, and a batch whose items end their workers: each among the
    dead letters within ten seconds of its last try, and done once it is mended.
    """
    tenant = world.tenant("alice")
    poison = {"text": "毒。", "transformation_type": "soften"}
    seconds: dict[str, float] = {}
    with crew(world) as workers:
        ring("no.such.task", ["id-1"])
        seconds["unknown"] = until(lambda: bool(_of("no.such.task")), within_s=30)
        job_id = world.call(tenant, "POST", "/api/v1/transform/batch", {"items": [poison]}).json()["id"]
        with as_system("drill"):
            Job.objects.filter(parent=UUID(job_id)).update(payload_ids={"part_id": "not-a-uuid"}, attempts_most=1)
        seconds["exhausted"] = until(lambda: bool(_part_letter(job_id)), within_s=60, meanwhile=workers.look)
        letter = _part_letter(job_id)
        mended = False
        if letter is not None:
            _mend(job_id)
            with as_system("drill"):
                replay_dead_letter(letter_id=letter.id)
            mended = until(lambda: _is_done(world, tenant, job_id), within_s=60, meanwhile=workers.look) < 60
    told = ", ".join(f"{name} after {took:.1f} s" for name, took in seconds.items())
    return Verdict(max(seconds.values()) <= 10 and mended, f"{told}; replayed once mended: {mended}")


def _is_done(world: World, tenant: Tenant, job_id: str) -> bool:
    return bool(job(world, tenant, job_id).get("status") == JobStatus.SUCCEEDED)


def _of(task: str) -> bool:
    with as_system("drill"):
        return DeadLetter.objects.filter(task=task).exists()


def _part_letter(job_id: str) -> DeadLetter | None:
    with as_system("drill"):
        parts = [str(one) for one in Job.objects.filter(parent=UUID(job_id)).values_list("id", flat=True)]
        return DeadLetter.objects.filter(args__in=[[part] for part in parts], replayed_at=None).first()


def _mend(job_id: str) -> None:
    with as_system("drill"), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM batch_parts WHERE batch_id = %s", [job_id])
        (part_id,) = cursor.fetchone()
        Job.objects.filter(parent=UUID(job_id)).update(payload_ids={"part_id": str(part_id)})
