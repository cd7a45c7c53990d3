"""What can become of a job, tried in every order; and where jobs end that can't be done."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
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
from drills.world import World
from tonebridge.errors import Conflict, Unavailable, ValidationFailed
from tonebridge.queues.actions.cancel_job import cancel_job
from tonebridge.queues.actions.claim_job import claim_job
from tonebridge.queues.actions.enqueue_job import enqueue_job
from tonebridge.queues.actions.fail_job import fail_job
from tonebridge.queues.actions.finish_job import LeaseLost, finish_job
from tonebridge.queues.actions.reap_jobs import reap_jobs
from tonebridge.queues.actions.replay_dead_letter import replay_dead_letter
from tonebridge.queues.contracts import JobStatus, JobView
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
        self.attempts = 0
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
        self.attempts += 1
        with self._at():
            job = claim_job(job_id=self.id, claimant=f"message{self.attempts}#0")
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
