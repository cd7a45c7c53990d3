"""Work that goes wrong in a worker of a drill, each kind in its own way, until somebody mends it (`mended`).

The file that `DRILL_DIARY` names is where it writes down when it was tried.
"""

import os
import signal
import time
from pathlib import Path
from typing import Any

from celery import shared_task

from apps.transform.actions import work_part
from tonebridge.errors import Unavailable
from tonebridge.queues.doors import job_task

POISON = "毒"
_diary = Path(os.environ["DRILL_DIARY"])
_part: Any = work_part  # to put other functions in its place
_transform_text, _run = _part.transform_text, _part.PartRun.run


def note(kind: str) -> None:
    """It is tried now."""
    with _diary.open("a") as diary:
        diary.write(f"{kind} {time.time()}\n")


def mended(kind: str) -> bool:
    """Whether what made it go wrong is gone."""
    return _diary.with_name(f"{kind}.mended").exists()


def _run_and_note(run: work_part.PartRun) -> bool:
    if POISON in run.part.items:
        note("poison")
    return bool(_run(run))


def _transform_or_die(**given: Any) -> Any:
    """A message that ends the process it is transformed in, as running out of memory does."""
    if POISON in given["wanted"].text and not mended("poison"):
        os.kill(os.getpid(), signal.SIGKILL)
    return _transform_text(**given)


_part.transform_text = _transform_or_die
_part.PartRun.run = _run_and_note

if mended("no.such.task"):

    @shared_task(name="no.such.task")  # type: ignore[untyped-decorator]  # Celery's
    def known_at_last(*_given: str) -> None:
        """What no worker knew before."""
        note("no.such.task")


@job_task(atomic=False)
def drill_refused() -> None:
    """Refused for now, again and again."""
    if not mended("drill_refused"):
        note("drill_refused")
        raise Unavailable


@job_task(atomic=False)
def drill_slow() -> None:
    """Takes too long, and stops when it is told to."""
    if not mended("drill_slow"):
        note("drill_slow")
        time.sleep(30)


@job_task(atomic=False)
def drill_stuck() -> None:
    """Takes too long, and doesn't listen."""
    if not mended("drill_stuck"):
        note("drill_stuck")
        while True:
            try:
                time.sleep(60)
            except Exception:  # noqa: S112 - not to listen is what it is for
                continue


@job_task(atomic=False)
def drill_lingering() -> None:
    """Still at work when its worker dies."""
    if not mended("drill_lingering"):
        note("drill_lingering")
        time.sleep(60)
