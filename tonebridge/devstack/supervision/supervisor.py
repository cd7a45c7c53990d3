"""Keeps programs running, and stops them in order."""

import signal
from dataclasses import dataclass, field
from enum import IntEnum

from tonebridge.devstack.failures import GaveUp
from tonebridge.devstack.supervision.interrupts import Interrupts
from tonebridge.devstack.supervision.leftovers import Leftovers
from tonebridge.devstack.supervision.process import Process
from tonebridge.devstack.supervision.program import Program
from tonebridge.devstack.supervision.progress import Progress
from tonebridge.devstack.supervision.restarts import LIMIT, WINDOW_S, Restarts
from tonebridge.devstack.supervision.waiting import wait_until
from tonebridge.resilience import clock

LOOK_EVERY_S = 0.1


class Stage(IntEnum):
    """Who leans on whom: the highest stage stops first, those of one stage together."""

    DATABASE = 0
    KEEPERS = 1
    PRODUCT = 2


@dataclass
class Member:
    """One program under supervision. `due`: when it starts again, after it stopped by itself."""

    stage: Stage
    process: Process
    restarts: Restarts = field(default_factory=Restarts)
    due: float | None = None

    @property
    def program(self) -> Program:
        return self.process.program


class Supervisor:
    """Single-threaded: `watch` looks ten times a second."""

    def __init__(self, interrupts: Interrupts, progress: Progress, leftovers: Leftovers) -> None:
        self._interrupts = interrupts
        self._progress = progress
        self._leftovers = leftovers
        self._members: list[Member] = []

    def start(self, program: Program, stage: Stage) -> Process:
        """Run `program` until `stop`. Raises OSError."""
        process = Process(program)
        self._members.append(Member(stage, process))
        self._leftovers.remember(process)
        return process

    def watch(self) -> None:
        """Until Interrupted. Raises GaveUp."""
        while True:
            self.tend()
            self._interrupts.pause(LOOK_EVERY_S)

    def tend(self) -> None:
        """Look once: what stopped is started again, after a pause that grows. Raises GaveUp."""
        for member in self._members:
            if not member.process.running:
                self._revive(member)

    def stop(self) -> None:
        """Stop everything, stage by stage. Asked a second time meanwhile, it waits for nothing."""
        for stage in sorted(Stage, reverse=True):
            self._stop_together([member for member in self._members if member.stage == stage])
        self._members.clear()

    def _revive(self, member: Member) -> None:
        if member.due is None:
            member.due = clock.tick() + self._delay_after_end(member)
        elif member.due <= clock.tick():
            member.process = Process(member.program)
            member.due = None
            self._leftovers.remember(member.process)
            self._progress.say(f"  ✓ {member.program.name} started again")

    def _delay_after_end(self, member: Member) -> float:
        name, how = member.program.name, _describe(member.process.exit_code)
        member.process.end()  # what it started may still hold its port or its tasks
        delay = member.restarts.delay(clock.tick())
        if delay is None:
            times = f"{LIMIT + 1} times within {WINDOW_S:.0f} s"
            raise GaveUp(f"{name} stopped {times}, lastly {how}: see {member.program.log}")
        self._progress.say(f"  ! {name} stopped ({how})")
        return delay

    def _stop_together(self, members: list[Member]) -> None:
        since = clock.tick()
        for member in members:
            member.process.ask_to_stop()
        waiting = list(members)
        while waiting:
            wait_until(lambda: any(self._over(member, since) for member in waiting), within_s=LOOK_EVERY_S)
            for member in [member for member in waiting if self._over(member, since)]:
                waiting.remove(member)
                self._bury(member, since)

    def _over(self, member: Member, since: float) -> bool:
        patience_over = clock.tick() - since > member.program.grace_s
        return not member.process.running or patience_over or self._interrupts.hurried

    def _bury(self, member: Member, since: float) -> None:
        member.process.end()
        self._leftovers.forget(member.process)
        self._progress.done(f"{member.program.name} stopped", since)


def _describe(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        return signal.strsignal(-exit_code) or f"signal {-exit_code}"
    return f"exit code {exit_code}"
