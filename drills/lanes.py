"""Drills side by side: this process and others, each with servers and a product of its own."""

import multiprocessing
from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.queues import SimpleQueue

from drills import DRILLS, Drill
from drills.running import Told, load, run_all
from drills.world import World

NEW = multiprocessing.get_context("spawn")
"""A lane begins as a program does: what this process holds open is not its own."""
TOGETHER = (
    ("models", "costs", "prompts"),
    ("rotation", "forgeries", "alarms", "claiming", "sign_in", "surface"),
    ("auth", "outliving", "quota", "once", "load"),
    ("framed", "relayed"),
)
"""Modules whose drills ask for the same web servers (`World.web`): in one lane, which starts each once, and in this order. They take
longest, so they come first. This process begins with the first part, and has then what drills that run alone ask for. D5 seals anew
all that its lane holds: little, at the beginning."""
Ids = list[str]
Waiting = SimpleQueue["Ids | None"]


def in_lanes(lanes: int, chosen: list[Drill], world: World) -> list[Told]:
    """First those that bear others beside them, the drills of a module in order; then, here, the rest.

    A lane that dies is told of as a failure of its own, and so is each drill that it has taken along.
    """
    waiting = _waiting(chosen, lanes)
    others = [_begun(waiting) for _ in range(lanes - 1)]
    told = list(_run_waiting(waiting, world))
    told += [one for other in others for one in _heard(*other)]
    told += run_all([each for each in chosen if each.alone], world)
    return [*told, *_lost(chosen, told)]


def _begun(waiting: Waiting) -> tuple[BaseProcess, Connection]:
    """A lane, and where it is heard."""
    ear, mouth = NEW.Pipe(duplex=False)
    lane = NEW.Process(target=_lane_of_its_own, args=(waiting, mouth))
    lane.start()
    mouth.close()  # only the lane holds it: where it dies, the ear hears the end
    return lane, ear


def _heard(lane: BaseProcess, ear: Connection) -> Iterator[Told]:
    """What a lane has told, to its end."""
    with suppress(EOFError):
        while True:
            yield ear.recv()
    lane.join()
    if lane.exitcode:
        yield Told("lane", "FAIL", f"one ended with {lane.exitcode}")


def _lost(chosen: list[Drill], told: list[Told]) -> list[Told]:
    heard_of = {each.id for each in told}
    return [Told(each.id, "FAIL", f"{each.title}: lost with its lane") for each in chosen if each.id not in heard_of]


def _waiting(chosen: list[Drill], lanes: int) -> Waiting:
    """The parts, and an end for each lane."""
    waiting: Waiting = NEW.SimpleQueue()
    for ids in (*_parts(chosen), *[None] * lanes):
        waiting.put(ids)
    return waiting


def _parts(chosen: list[Drill]) -> list[Ids]:
    """Drills of one module build on one another: B11 reads what those before it were answered."""
    shared = sorted((each for each in chosen if not each.alone), key=_place)
    return [[each.id for each in part] for _part, part in groupby(shared, lambda each: _place(each)[:2])]


def _place(one: Drill) -> tuple[int, str, int]:
    """The part of `TOGETHER` and the place there; behind all of them each module is a part of its own."""
    module = one.run.__module__.removeprefix("drills.")
    for number, modules in enumerate(TOGETHER):
        if module in modules:
            return number, "", modules.index(module)
    return len(TOGETHER), module, 0


def _lane_of_its_own(waiting: Waiting, mouth: Connection) -> None:
    with World() as world:
        load()
        for ids in iter(waiting.get, None):
            for told in run_all([DRILLS[one] for one in ids], world):
                mouth.send(told)
            world.end_webs()


def _run_waiting(waiting: Waiting, world: World) -> Iterator[Told]:
    for ids in iter(waiting.get, None):
        yield from run_all([DRILLS[one] for one in ids], world)
