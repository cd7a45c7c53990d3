"""Restart, give up, stop in order."""

import os
import signal
from collections.abc import Callable

import pytest

from tests.devstack.conftest import Crew
from tests.waiting import until
from tonebridge.devstack.failures import GaveUp
from tonebridge.devstack.identity import birth
from tonebridge.devstack.supervision.interrupts import Interrupted, Interrupts
from tonebridge.devstack.supervision.program import Program
from tonebridge.devstack.supervision.restarts import Restarts
from tonebridge.devstack.supervision.supervisor import Stage

Shell = Callable[..., Program]
STEADY = "echo $$; exec sleep 60"


def pids(program: Program) -> list[int]:
    """Of every run so far: the stand-ins write theirs first."""
    lines = program.log.read_text().splitlines() if program.log.exists() else []
    return [int(line) for line in lines if line.isdecimal()]


def test_a_killed_program_is_started_again(crew: Crew, shell: Shell) -> None:
    program = shell("web", STEADY)
    crew.supervisor.start(program, Stage.PRODUCT)
    until(lambda: len(pids(program)) == 1, within_s=5)
    os.kill(pids(program)[0], signal.SIGKILL)

    def again() -> bool:
        crew.supervisor.tend()
        return len(pids(program)) == 2

    until(again, within_s=5)
    assert "! web stopped (Killed)" in crew.screen.getvalue()
    assert "web started again" in crew.screen.getvalue()


def test_what_a_killed_program_left_is_gone_before_it_starts_again(crew: Crew, shell: Shell) -> None:
    program = shell("worker", "sleep 60 & echo $!; kill -9 $$")
    crew.supervisor.start(program, Stage.PRODUCT)

    def again() -> bool:
        crew.supervisor.tend()
        return len(pids(program)) >= 2

    until(again, within_s=5)
    until(lambda: not birth(pids(program)[0]), within_s=1)


def test_a_program_that_keeps_stopping_is_given_up_with_one_line(
    crew: Crew, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tonebridge.devstack.supervision.restarts.FIRST_DELAY_S", 0.001)
    program = shell("beat", "echo $$; exit 7")
    crew.supervisor.start(program, Stage.PRODUCT)
    with pytest.raises(GaveUp, match=r"^beat stopped 6 times within 60 s, lastly exit code 7: see .*beat\.log$"):
        crew.supervisor.watch()
    assert len(pids(program)) == 6


def test_pauses_grow_and_old_ends_are_forgiven() -> None:
    restarts = Restarts()
    assert [restarts.delay(now) for now in (0, 1, 2)] == [0.1, 0.2, 0.4]
    assert restarts.delay(100) == 0.1


def test_the_sixth_end_within_a_minute_is_one_too_many() -> None:
    restarts = Restarts()
    delays = [restarts.delay(second) for second in range(6)]
    assert None not in delays[:5]
    assert delays[5] is None


def test_the_product_stops_before_the_servers_it_leans_on(crew: Crew, shell: Shell) -> None:
    crew.supervisor.start(shell("postgres", STEADY), Stage.DATABASE)
    crew.supervisor.start(shell("web", STEADY), Stage.PRODUCT)
    crew.supervisor.start(shell("broker", STEADY), Stage.KEEPERS)
    crew.supervisor.stop()
    stopped = [line.split()[1] for line in crew.screen.getvalue().splitlines()]
    assert stopped == ["web", "broker", "postgres"]


def test_the_product_is_asked_together_so_one_slow_program_costs_its_own_time_only(crew: Crew, shell: Shell) -> None:
    slow = "trap 'sleep 0.4; exit 0' TERM; echo $$; while :; do sleep 0.05; done"
    programs = [shell(name, slow) for name in ("web", "worker", "beat")]
    for program in programs:
        crew.supervisor.start(program, Stage.PRODUCT)
    until(lambda: all(pids(program) for program in programs), within_s=5)
    crew.supervisor.stop()
    seconds = [float(line.split()[-2]) for line in crew.screen.getvalue().splitlines()]
    assert max(seconds) < 1.1


def test_asking_twice_waits_for_nothing(crew: Crew, shell: Shell) -> None:
    program = shell("worker", "trap '' TERM; echo $$; while :; do sleep 0.05; done", grace_s=60)
    crew.supervisor.start(program, Stage.PRODUCT)
    until(lambda: bool(pids(program)), within_s=5)
    crew.interrupts.count = 2
    crew.supervisor.stop()
    assert not birth(pids(program)[0])


def test_a_wait_ends_when_somebody_asks_for_an_end() -> None:
    interrupts = Interrupts()
    interrupts.count = 1
    with pytest.raises(Interrupted):
        interrupts.pause(60)
