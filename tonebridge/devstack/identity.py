"""Is that process still the one we knew? A pid alone says little: the system gives it out again."""

import subprocess
import sys
from pathlib import Path

STATE, START_TIME = 0, 19
"""Positions in /proc/<pid>/stat behind the program's name (proc(5), fields 3 and 22)."""


def birth(pid: int) -> str:
    """When process `pid` began, in a form fit for comparing only; empty where it is gone or a zombie."""
    return _birth_from_proc(pid) if sys.platform == "linux" else _birth_from_ps(pid)


def _birth_from_proc(pid: int) -> str:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[STATE] in "ZX" else fields[START_TIME]


def _birth_from_ps(pid: int) -> str:
    command = ["/bin/ps", "-o", "state=,lstart=", "-p", str(pid)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no outside input
    state, _, began = answer.stdout.strip().partition(" ")
    return "" if state.startswith("Z") else began.strip()
