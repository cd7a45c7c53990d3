"""Drills side by side: this process and others, each with servers and a product of its own."""

import multiprocessing
from itertools import groupby
from multiprocessing.queues import SimpleQueue

from drills import DRILLS, Drill
from drills.running import load, run_all
from drills.world import World

NEW = multiprocessing.get_context("spawn")
"""A lane begins as a program does: what this process holds open is not its own."""
Ids = list[str]


def in_lanes(lanes: int, chosen: list[Drill], world: World) -> int:
    """How many passed: first those that bear others beside them, the drills of a module in order; then, here, the rest.

    A lane that dies takes its counted drills with it: they are missing from the sum.
    """
    waiting = _waiting(chosen, lanes)
    passed: SimpleQueue[int] = NEW.SimpleQueue()
    others = [NEW.Process(target=_lane_of_its_own, args=(waiting, passed)) for _ in range(lanes - 1)]
    for other in others:
        other.start()
    mine = _run_waiting(waiting, world)
    for other in others:
        other.join()
    theirs = sum(passed.get() for _ in others if not passed.empty())
    return mine + theirs + run_all([each for each in chosen if each.alone], world)


def _waiting(chosen: list[Drill], lanes: int) -> "SimpleQueue[Ids | None]":
    """The parts, and an end for each lane."""
    waiting: SimpleQueue[Ids | None] = NEW.SimpleQueue()
    for ids in (*_parts(chosen), *[None] * lanes):
        waiting.put(ids)
    return waiting


def _parts(chosen: list[Drill]) -> list[Ids]:
    """Drills of one module build on one another: B11 reads what those before it were answered."""
    shared = [each for each in chosen if not each.alone]
    return [[each.id for each in part] for _module, part in groupby(shared, lambda each: each.run.__module__)]


def _lane_of_its_own(waiting: "SimpleQueue[Ids | None]", passed: "SimpleQueue[int]") -> None:
    with World() as world:
        load()
        passed.put(_run_waiting(waiting, world))


def _run_waiting(waiting: "SimpleQueue[Ids | None]", world: World) -> int:
    return sum(run_all([DRILLS[one] for one in ids], world) for ids in iter(waiting.get, None))
