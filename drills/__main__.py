"""`python -m drills [ID …] [--ci] [--lanes N]`: run them, print a line each, end with 1 if one failed."""

import argparse
import os
import sys

from drills import DRILLS
from drills.lanes import in_lanes
from drills.running import load, run_all
from drills.world import World


def main(arguments: list[str]) -> int:
    """Exit code: 0 when all passed, 1 when one didn't, 2 for an id that no drill has or lanes that can't be had."""
    parser = argparse.ArgumentParser("drills", description="Try the product's promises on a running one.")
    parser.add_argument("ids", nargs="*", metavar="ID", help="such as T1; without any: all")
    parser.add_argument("--ci", action="store_true", help="only those that take seconds")
    parser.add_argument(
        "--lanes", type=int, default=1, metavar="N", help="so many side by side, each with servers of its own"
    )
    given = parser.parse_args(arguments)
    if given.lanes != 1 and (given.lanes < 1 or os.environ.get("TEST_REDIS_URL")):
        parser.error("--lanes is a number from 1, and more than one needs servers of its own: TEST_REDIS_URL names one")
    with World() as world:
        load()
        if unknown := sorted(set(given.ids) - set(DRILLS)):
            sys.stderr.write(f"There is no drill {', '.join(unknown)}. There are: {', '.join(sorted(DRILLS))}\n")
            return 2
        chosen = [DRILLS[one] for one in given.ids] or [each for each in DRILLS.values() if each.ci or not given.ci]
        passed = in_lanes(given.lanes, chosen, world) if given.lanes > 1 else run_all(chosen, world)
    sys.stdout.write(f"{passed} of {len(chosen)} passed\n")
    return 0 if passed == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
