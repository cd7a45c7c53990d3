"""Child processes: their words, their ends, and who ends with whom."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.waiting import until
from tonebridge.devstack.failures import CannotStart
from tonebridge.devstack.identity import birth
from tonebridge.devstack.supervision.leftovers import Leftovers
from tonebridge.devstack.supervision.process import Process, run_to_end
from tonebridge.devstack.supervision.program import Program

Shell = Callable[..., Program]
LAUNCHER = """
import sys, time; from pathlib import Path
from tonebridge.devstack.supervision.process import Process
from tonebridge.devstack.supervision.program import Program
print(Process(Program("child", ("/bin/sleep", "60"), Path(sys.argv[1]))).pid, flush=True)
time.sleep(60)
"""


def gone(pid: int) -> bool:
    return not birth(pid)


def test_what_a_program_is_told_and_says(shell: Shell) -> None:
    program = shell("echo", "cat; echo; echo done", stdin="a password")
    run_to_end(program, within_s=5)
    assert program.log.read_text().splitlines()[1:] == ["a password", "done"]
    assert program.last_words() == "done"


def test_a_silent_run_has_no_words_of_the_one_before(shell: Shell) -> None:
    run_to_end(shell("migrate", "echo all is well"), within_s=5)
    silent = shell("migrate", "true")
    run_to_end(silent, within_s=5)
    assert silent.last_words() == ""


def test_what_is_wrong_tells_more_than_the_hint_after_it(shell: Shell) -> None:
    program = shell("migrate", "echo permission denied to create extension; echo 'HINT:  Must be superuser.'")
    run_to_end(program, within_s=5)
    assert program.last_words() == "permission denied to create extension"


def test_an_exception_tells_more_than_the_line_after_it(shell: Shell) -> None:
    report = (
        "ERROR:    Traceback (most recent call last):\n  File x\nRulebookError: soften.yaml, line 3\n\nERROR: Exiting."
    )
    program = shell("web", "cat", stdin=report)
    run_to_end(program, within_s=5)
    assert program.last_words() == "RulebookError: soften.yaml, line 3"


def test_a_failing_step_shows_its_last_words_and_its_log(shell: Shell) -> None:
    with pytest.raises(CannotStart, match=r"^migrate failed: no such table \(more in .*migrate\.log\)$"):
        run_to_end(shell("migrate", "echo no such table; exit 3"), within_s=5)


def test_a_step_that_takes_too_long_is_ended(shell: Shell) -> None:
    program = shell("slow", "echo $$; sleep 60")
    with pytest.raises(CannotStart, match="slow took longer than 0 s"):
        run_to_end(program, within_s=0.3)
    assert gone(int(program.last_words()))


def test_waiting_for_a_program_that_died_ends_at_once(shell: Shell) -> None:
    process = Process(shell("web", "echo address already in use; exit 1"))
    with pytest.raises(CannotStart, match="web stopped: address already in use"):
        process.await_ready(lambda: False, within_s=30)


def test_a_program_that_ignores_its_signal_is_killed_after_its_grace(shell: Shell) -> None:
    process = Process(shell("deaf", "trap '' TERM; echo up; while :; do sleep 0.05; done", grace_s=0.2))
    until(lambda: process.program.last_words() == "up", within_s=5)
    process.stop()
    assert process.exit_code == -signal.SIGKILL


def test_what_a_program_started_ends_with_it(shell: Shell) -> None:
    process = Process(shell("parent", "sleep 60 & echo $!; exit 0"))
    until(lambda: not process.running, within_s=5)
    grandchild = int(process.program.last_words())
    process.end()
    until(lambda: gone(grandchild), within_s=5)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_a_child_ends_with_a_launcher_that_was_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LAUNCHER, str(tmp_path / "child.log")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout
        child = int(launcher.stdout.readline())
        launcher.kill()
    until(lambda: gone(child), within_s=5)


def test_the_next_start_ends_what_a_killed_launcher_left(tmp_path: Path, shell: Shell) -> None:
    left = Process(shell("worker", "exec sleep 60"))
    Leftovers(tmp_path / "pids").remember(left)
    Leftovers(tmp_path / "pids").end()
    assert left.exit_code == -signal.SIGTERM
    assert list((tmp_path / "pids").iterdir()) == []


def test_a_stranger_with_a_remembered_pid_is_left_alone(tmp_path: Path, shell: Shell) -> None:
    stranger = Process(shell("editor", "exec sleep 60"))
    pids = Leftovers(tmp_path / "pids")
    (tmp_path / "pids" / "worker").write_text(f'{{"pid": {stranger.pid}, "began": "another time", "signal": 15}}')
    pids.end()
    assert stranger.running
    stranger.end()


def test_a_zombie_counts_as_gone() -> None:
    ended = subprocess.Popen(["true"])  # not waited for: it stays in the table of processes
    until(lambda: gone(ended.pid), within_s=5)
    ended.wait()
