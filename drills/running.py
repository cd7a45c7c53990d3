"""Drills one after another in a world, a line for each."""

import importlib
import pkgutil
import sys
import time
import traceback
from collections.abc import Iterable

import drills
from drills import Drill, Verdict
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


def load() -> None:
    """Every module beside this one registers its drills; after a world stands, since they import models."""
    for module in pkgutil.iter_modules(drills.__path__):
        if module.name not in TOOLS:
            importlib.import_module(f"drills.{module.name}")


def run_all(chosen: Iterable[Drill], world: World) -> int:
    """How many passed."""
    return sum(_tell(each, world) for each in chosen)


def _tell(each: Drill, world: World) -> bool:
    began = time.perf_counter()
    verdict = _verdict(each, world)
    seconds = time.perf_counter() - began
    word = "PASS" if verdict.passed else "FAIL"
    sys.stdout.write(f"{word}  {each.id:<4} {each.title}: {verdict.figure} ({seconds:.1f} s)\n")
    sys.stdout.flush()
    return verdict.passed


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
