"""Drills one after another in a world, a line for each."""

import importlib
import pkgutil
import sys
import time
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import drills
from drills import Drill, Verdict, Word
from drills.world import World

TOOLS = {
    "__main__",
    "audience",
    "between",
    "browser",
    "canary",
    "chromium",
    "crew",
    "crowd",
    "doors",
    "dying",
    "flooding",
    "framing",
    "lanes",
    "mishaps",
    "model_server",
    "open_loop",
    "processes",
    "proxies",
    "ranks",
    "rows",
    "running",
    "sockets",
    "takers",
    "vectors",
    "worker_settings",
    "world",
}


@dataclass(frozen=True)
class Told:
    """What is said of a drill that was run."""

    id: str
    word: Word
    rest: str

    def __str__(self) -> str:
        return f"{self.word}  {self.id:<4} {self.rest}"


def load() -> None:
    """Every module beside this one registers its drills; after a world stands, since they import models."""
    for module in pkgutil.iter_modules(drills.__path__):
        if module.name not in TOOLS:
            importlib.import_module(f"drills.{module.name}")


def run_all(chosen: Iterable[Drill], world: World) -> Iterator[Told]:
    """Each as it is done, printed."""
    for each in chosen:
        told = _told(each, world)
        sys.stdout.write(f"{told}\n")
        sys.stdout.flush()
        yield told


def _told(each: Drill, world: World) -> Told:
    began = time.perf_counter()
    verdict = _verdict(each, world)
    seconds = time.perf_counter() - began
    return Told(each.id, verdict.word, f"{each.title}: {verdict.figure} ({seconds:.1f} s)")


def _verdict(each: Drill, world: World) -> Verdict:
    try:
        return each.run(world)
    except Exception as error:
        traceback.print_exc()
        return Verdict(passed=False, figure=f"{type(error).__name__}: {error}")
    finally:
        world.end_others()
        world.call_work_off()
        world.let_connections_go()
