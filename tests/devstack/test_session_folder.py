"""Folders of test sessions don't pile up, and nobody's is taken away."""

import os
import subprocess
import sys
from pathlib import Path

from tonebridge.devstack.session_folder import SessionFolder

KILLED = """
import os, sys; from pathlib import Path
from tonebridge.devstack.session_folder import SessionFolder
print(SessionFolder(Path(sys.argv[1])).path, flush=True)
os.kill(os.getpid(), 9)
"""


def test_a_session_takes_its_folder_along(tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    folder.remove()
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_a_killed_session_goes_with_the_next_one(tmp_path: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True, check=False
    )
    left = Path(killed.stdout.strip())
    assert left.exists()
    SessionFolder(tmp_path).remove()
    assert not left.exists()


def test_what_others_put_there_keeps_nobody_waiting(tmp_path: Path) -> None:
    folder = tmp_path / "tonebridge-tests-theirs"
    folder.mkdir()
    os.mkfifo(folder / "lock")
    SessionFolder(tmp_path).remove()
    assert folder.exists()


def test_a_session_that_runs_keeps_its_folder(tmp_path: Path) -> None:
    running = SessionFolder(tmp_path)
    SessionFolder(tmp_path).remove()
    assert running.path.exists()
    running.remove()
