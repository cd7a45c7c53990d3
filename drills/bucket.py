"""The token bucket as a state machine: four processes, wrong clocks, pauses, in whatever order breaks it."""

import json
import subprocess
import sys
import time
from typing import ClassVar
from uuid import uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from drills import Verdict, drill
from drills.world import World

PROCESSES, EXAMPLES, STEPS = 4, 25, 20
PATIENCE_S = 0.4
"""Longer waits for a token aren't waited for."""
LATE_S = 0.05
process_numbers, counts = st.integers(0, PROCESSES - 1), st.integers(1, 30)


class Taker:
    """One of the processes."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "drills.takers"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.ahead_s = 0.0

    def ask(self, bucket: str, capacity: int, seconds: float, count: int) -> None:
        """Have it take so many."""
        asked = {"bucket": bucket, "capacity": capacity, "seconds": seconds, "count": count, "ahead_s": self.ahead_s}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()

    def told(self) -> tuple[int, float]:
        """How many it got, and the seconds until there is one more."""
        assert self._process.stdout is not None
        answer = json.loads(self._process.stdout.readline())
        return answer["allowed"], answer["wait_s"]

    def end(self) -> None:
        """It is no longer needed."""
        self._process.communicate()


class Bucket(RuleBasedStateMachine):
    """At no time have all together got more than was in it and what came in; and whoever waits as told gets one."""

    takers: ClassVar[list[Taker]] = []
    admitted_to_all: ClassVar[int] = 0
    began: float | None = None

    @initialize(capacity=st.integers(1, 40), seconds=st.sampled_from([1.0, 5.0, 60.0]))
    def make(self, capacity: int, seconds: float) -> None:
        self.bucket, self.capacity, self.seconds = f"drill:{uuid4()}", capacity, seconds
        self.admitted = 0
        for taker in self.takers:
            taker.ahead_s = 0.0

    @rule(number=process_numbers, count=counts)
    def take(self, number: int, count: int) -> None:
        self._take([self.takers[number]], count)

    @rule(count=counts)
    def take_at_once(self, count: int) -> None:
        self._take(self.takers, count)

    @rule(number=process_numbers, seconds=st.sampled_from([-90.0, -10.0, 0.0, 290.0, 3600.0]))
    def set_clock(self, number: int, seconds: float) -> None:
        self.takers[number].ahead_s = seconds

    @rule(ms=st.integers(1, 100))
    def pause(self, ms: int) -> None:
        time.sleep(ms / 1000)

    @precondition(lambda self: self.began is not None)
    @rule(number=process_numbers)
    def wait_as_told(self, number: int) -> None:
        [(allowed, wait_s)] = self._take([self.takers[number]], 1)
        if not allowed and wait_s <= PATIENCE_S:
            time.sleep(wait_s + LATE_S)
            [(allowed, _wait_s)] = self._take([self.takers[number]], 1)
            assert allowed, f"nothing was there after the {wait_s} s that were told"

    def _take(self, takers: list[Taker], count: int) -> list[tuple[int, float]]:
        self.began = time.perf_counter() if self.began is None else self.began
        for taker in takers:
            taker.ask(self.bucket, self.capacity, self.seconds, count)
        told = [taker.told() for taker in takers]
        self.admitted += sum(allowed for allowed, _wait_s in told)
        most = self.capacity + self.capacity / self.seconds * (time.perf_counter() - self.began) + 1
        assert self.admitted <= most, f"{self.admitted} of {most:.1f}"
        return told

    def teardown(self) -> None:
        Bucket.admitted_to_all += getattr(self, "admitted", 0)


@drill("L7")
def four_processes_together_admit_no_more_than_the_bucket_holds(world: World) -> Verdict:
    """Whatever they do, and however wrong their clocks are."""
    Bucket.takers = [Taker() for _ in range(PROCESSES)]
    steps = settings(max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, database=None, derandomize=True)
    try:
        run_state_machine_as_test(Bucket, settings=steps)
    finally:
        for taker in Bucket.takers:
            taker.end()
    return Verdict(
        True, f"{EXAMPLES} histories of {STEPS} steps held: {Bucket.admitted_to_all} tokens to four processes"
    )
