"""Scheduled tasks: one run at a time, each written down; what they do may be done again."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest
from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from tonebridge.queues.models import ScheduleRun
from tonebridge.queues.run_periodic import run_periodic

TASK = "tests.chore"


@pytest.mark.django_db
def test_a_run_is_written_down() -> None:
    assert run_periodic(lambda: None, task=TASK)
    run = ScheduleRun.objects.get()
    assert (run.task, run.runs, run.failures, run.error_class) == (TASK, 1, 0, "")
    assert run.started_at and run.succeeded_at
    assert run.first_seen_at <= run.started_at <= run.succeeded_at


@pytest.mark.django_db
def test_a_run_that_fails_says_how_and_the_next_one_begins_anew() -> None:
    def stumble() -> None:
        raise OSError("x")

    with pytest.raises(OSError, match="x"):
        run_periodic(stumble, task=TASK)
    failed = ScheduleRun.objects.get()
    assert (failed.runs, failed.failures, failed.error_class, failed.succeeded_at) == (1, 1, "builtins.OSError", None)
    assert run_periodic(lambda: None, task=TASK)
    assert ScheduleRun.objects.get().error_class == ""


@pytest.mark.django_db(transaction=True)
def test_no_run_begins_beside_another_of_its_own() -> None:
    def meanwhile(task: str) -> bool:
        try:
            return run_periodic(lambda: None, task=task)
        finally:
            connection.close()

    outcomes: list[bool] = []

    def work() -> None:
        with ThreadPoolExecutor(1) as other:
            running = [other.submit(copy_context().run, meanwhile, task) for task in (TASK, "another.chore")]
            outcomes.extend(each.result() for each in running)

    assert run_periodic(work, task=TASK)
    assert outcomes == [False, True]


@pytest.mark.django_db(transaction=True)
def test_every_schedule_may_run_twice_in_a_row() -> None:
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        for _ in range(2):
            import_string(entry["task"]).apply(throw=True)
    runs = dict(ScheduleRun.objects.values_list("task", "runs"))
    assert runs == {entry["task"]: 2 for entry in settings.CELERY_BEAT_SCHEDULE.values()}
