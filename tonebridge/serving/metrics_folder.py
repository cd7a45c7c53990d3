"""Where processes put their metrics, so that whichever is asked answers for all (`PROMETHEUS_MULTIPROC_DIR`)."""

import os
import shutil
from pathlib import Path

from tonebridge.devstack.places import run_directory

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def prepare() -> None:
    """An empty folder of this start's own, named in the environment before any metric is made."""
    named = os.environ.get(VARIABLE)
    folder = Path(named) if named else _own()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    os.environ[VARIABLE] = str(folder)


def _own() -> Path:
    """Named after this process, beside those of other starts. What stands beside a folder that was given is not ours."""
    starts = run_directory() / "metrics"
    forget_left_over(starts)
    return starts / str(os.getpid())


def forget_left_over(starts: Path) -> None:
    """Folders of starts that were killed."""
    for other in starts.glob("[0-9]*"):
        if not Path(f"/proc/{other.name}").exists():
            shutil.rmtree(other, ignore_errors=True)


def remove() -> None:
    """The start is over."""
    shutil.rmtree(os.environ[VARIABLE], ignore_errors=True)
