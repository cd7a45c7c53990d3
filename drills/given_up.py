"""Work that can't be done, for every reason there is: among the dead letters soon, and done once it is mended."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from uuid import UUID

from django.core.management import call_command
from django.db import transaction
from django.test.utils import override_settings

from drills import Verdict, drill
from drills.crew import Crew, crew, until
from drills.rows import rows_of
from drills.world import Tenant, World
from tonebridge.queues.actions.enqueue_job import enqueue_job
from tonebridge.queues.contracts import JobStatus, Priority
from tonebridge.queues.models import DeadLetter, Job
from tonebridge.queues.sender import send_task
from tonebridge.tenancy.identity import acting_for
from tonebridge.tenancy.system import as_system

UNKNOWN = "no.such.task"
LONGEST_S = 600.0
"""How long something is waited for, however slow the machine."""
KINDS = {"drill_refused": 0.0, "drill_slow": 2.0, "drill_stuck": 3.0, "drill_lingering": 0.0}
"""Kinds of jobs that fail, and how long a try of each lasts (`drills/worker_settings.py`)."""
CAUSES = {
    "poison": "poison item",
    UNKNOWN: "unknown task",
    "drill_refused": "tries used up",
    "drill_slow": "soft time limit",
    "drill_stuck": "hard time limit",
    "drill_lingering": "lost worker",
}


class Failures:
    """One piece of work a cause, and what became of each."""

    def __init__(self, world: World, tenant: Tenant, workers: Crew, diary: Path) -> None:
        self.world, self.tenant, self.workers, self.diary = world, tenant, workers, diary
        self.jobs: dict[str, UUID] = {}
        self.ended: dict[str, float] = {}

    def begin(self) -> None:
        """The worker that lingers dies at it; the others go wrong by themselves, the last time at their second try."""
        self.jobs["drill_lingering"] = self._job("drill_lingering", tries=1, priority=Priority.BULK)
        until(lambda: bool(self.tried("drill_lingering")), within_s=LONGEST_S)
        self.workers.kill_whole("bulk worker")
        self.ended |= dict.fromkeys(("drill_lingering", UNKNOWN), time.time())
        send_task(UNKNOWN, ["id-1", "two words"])
        for kind in ("drill_refused", "drill_slow", "drill_stuck"):
            self.jobs[kind] = self._job(kind, tries=2)
        items = [{"text": f"{text}直せ。", "transformation_type": "soften"} for text in ("一、", "毒、", "三、")]
        answer = self.world.call(self.tenant, "POST", "/api/v1/transform/batch", {"items": items})
        with as_system("drill"):
            self.jobs["poison"] = Job.objects.get(parent=UUID(answer.json()["id"])).id

    def _job(self, kind: str, *, tries: int, priority: Priority = Priority.DEFAULT) -> UUID:
        organization_id = self.tenant.organization_id
        with acting_for(organization_id), transaction.atomic():
            job = enqueue_job(kind=kind, payload_ids={}, organization_id=organization_id, priority=priority)
            Job.objects.filter(pk=job.id).update(attempts_most=tries)
        return job.id

    def tried(self, kind: str) -> list[float]:
        """When."""
        lines = self.diary.read_text().splitlines() if self.diary.exists() else []
        return [float(line.split()[1]) for line in lines if line.startswith(f"{kind} ")]

    def letters(self) -> dict[str, DeadLetter]:
        """By cause."""
        with as_system("drill"):
            causes = {str(job_id): cause for cause, job_id in self.jobs.items()}
            found = {causes.get(str((one.args or [""])[0]), one.task): one for one in DeadLetter.objects.all()}
        return {cause: one for cause, one in found.items() if cause in CAUSES}

    def seconds(self) -> dict[str, float]:
        """From the end of the last try to the letter."""
        found = {}
        for cause, letter in self.letters().items():
            ended = self.ended.get(cause) or max(self.tried(cause)) + KINDS.get(cause, 0.0)
            found[cause] = max(0.0, letter.created_at.timestamp() - ended)
        return found

    def mend(self) -> None:
        """What made them go wrong is gone; the workers' next version knows the task."""
        for cause in CAUSES:
            self.diary.with_name(f"{cause}.mended").touch()
        self.workers.kill_whole("worker")
        self.workers.look()

    def replay(self) -> None:
        """By the command, as an operator does."""
        listed = StringIO()
        call_command("deadletters", "list", "--json", stdout=listed)
        ids = [json.loads(line)["id"] for line in listed.getvalue().splitlines()]
        call_command("deadletters", "replay", *ids, stdout=StringIO())

    def done(self) -> bool:
        """Every one of them."""
        with as_system("drill"):
            statuses = set(Job.objects.filter(pk__in=self.jobs.values()).values_list("status", flat=True))
        return statuses == {JobStatus.SUCCEEDED} and bool(self.tried(UNKNOWN))


@contextmanager
def failing(world: World, tenant: Tenant) -> Iterator[Failures]:
    """Workers that have work for every cause."""
    from drills import worker_settings

    diary = world.servers.home / "diary"
    named = {"DJANGO_SETTINGS_MODULE": worker_settings.__name__, "DRILL_DIARY": str(diary)}
    with override_settings(JOB_TASKS=worker_settings.JOB_TASKS), crew(world, settings=named) as workers:
        yield Failures(world, tenant, workers, diary)


@drill("J7", ci=False)
def what_cannot_be_done_is_where_someone_can_see_it(world: World) -> Verdict:
    """A message that kills its processes, a task that nobody knows, tries used up, both time limits, a worker killed: each among
    the dead letters within ten seconds of its last try, and all done once they are mended and replayed.
    """
    tenant = world.tenant("alice")
    with failing(world, tenant) as failures:
        failures.begin()
        look = failures.workers.look
        until(lambda: len(failures.letters()) == len(CAUSES), within_s=LONGEST_S, meanwhile=look)
        seconds = failures.seconds()
        failures.mend()
        failures.replay()
        took = until(failures.done, within_s=LONGEST_S, meanwhile=look)
        results = rows_of(tenant, "batch_results WHERE went_well")
    told = ", ".join(f"{words} {seconds.get(cause, float('inf')):.1f} s" for cause, words in CAUSES.items())
    passed = set(seconds) == set(CAUSES) and took < LONGEST_S and results == 3
    in_time = max(seconds.values(), default=0.0) <= 10 and took < 90
    return Verdict(
        passed, f"{told}; replayed once mended, all done {took:.1f} s later, {results} of 3 messages", in_time
    )
