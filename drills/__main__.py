"""`python -m drills [ID …] [--ci]`: run them, print a line each, end with 1 if one failed."""

import argparse
import importlib
import pkgutil
import sys
import time
import traceback

import drills
from drills import DRILLS, Drill, Verdict
from drills.world import World

GROUPS_BEGIN = "drills."
TOOLS = {
    "__main__",
    "browser",
    "canary",
    "audience",
    "between",
    "crew",
    "crowd",
    "doors",
    "dying",
    "mishaps",
    "model_server",
    "open_loop",
    "processes",
    "ranks",
    "rows",
    "sockets",
    "takers",
    "vectors",
    "worker_settings",
    "world",
}


def main(arguments: list[str]) -> int:
    """Exit code: 0 when all passed, 1 when one didn't, 2 for an id that no drill has."""
    parser = argparse.ArgumentParser("drills", description="Try the product's promises on a running one.")
    parser.add_argument("ids", nargs="*", metavar="ID", help="such as T1; without any: all")
    parser.add_argument("--ci", action="store_true", help="only those that take seconds")
    given = parser.parse_args(arguments)
    with World() as world:
        _load()
        if unknown := sorted(set(given.ids) - set(DRILLS)):
            sys.stderr.write(f"There is no drill {', '.join(unknown)}. There are: {', '.join(sorted(DRILLS))}\n")
            return 2
        chosen = [DRILLS[one] for one in given.ids] or [each for each in DRILLS.values() if each.ci or not given.ci]
        passed = [_tell(each, world) for each in chosen]
    sys.stdout.write(f"{sum(passed)} of {len(passed)} passed\n")
    return 0 if all(passed) else 1


def _load() -> None:
    """Every module beside this one registers its drills; after the world stands, since they import models."""
    for module in pkgutil.iter_modules(drills.__path__):
        if module.name not in TOOLS:
            importlib.import_module(GROUPS_BEGIN + module.name)


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
        world.let_connections_go()
        world.end_others()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
