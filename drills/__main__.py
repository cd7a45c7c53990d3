"""`python -m drills [ID …] [--ci] [--lanes N]`: run them, print a line each, end with 1 if one failed or was late."""

import argparse
import os
import sys

from drills import DRILLS, Drill
from drills.lanes import in_lanes
from drills.running import Told, load, run_all
from drills.world import World

EPILOG = """PASS: all is right, and in time. LATE: all is right, but it took longer than a quiet machine needs; ends with 1, unless with --ci.
FAIL: something is wrong; ends with 1."""


def main(arguments: list[str]) -> int:
    """Exit code: 0 when all passed, 1 when one failed or, without `--ci`, was late, 2 for an id that no drill has or lanes that
    can't be had."""
    given = _given(arguments)
    with World() as world:
        load()
        if unknown := sorted(set(given.ids) - set(DRILLS)):
            sys.stderr.write(f"There is no drill {', '.join(unknown)}. There are: {', '.join(sorted(DRILLS))}\n")
            return 2
        chosen = [DRILLS[one] for one in given.ids] or [each for each in DRILLS.values() if each.ci or not given.ci]
        told = in_lanes(given.lanes, chosen, world) if given.lanes > 1 else list(run_all(chosen, world))
    return _summed_up(chosen, told, late_is_failure=not given.ci)


def _given(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "drills", description="Try the product's promises on a running one.", epilog=EPILOG
    )
    parser.add_argument("ids", nargs="*", metavar="ID", help="such as T1; without any: all")
    parser.add_argument(
        "--ci",
        action="store_true",
        help="only those that take seconds; on a machine that may be slow: LATE is no failure",
    )
    parser.add_argument(
        "--lanes", type=int, default=1, metavar="N", help="so many side by side, each with servers of its own"
    )
    given = parser.parse_args(arguments)
    if given.lanes != 1 and (given.lanes < 1 or os.environ.get("TEST_REDIS_URL")):
        parser.error("--lanes is a number from 1, and more than one needs servers of its own: TEST_REDIS_URL names one")
    return given


def _summed_up(chosen: list[Drill], told: list[Told], *, late_is_failure: bool) -> int:
    """The exit code. All that were late or failed are told of once more: logs are cut in the middle, and their last lines are read."""
    late, failed = ([each for each in told if each.word == word] for word in ("LATE", "FAIL"))
    sys.stdout.write("".join(f"{each}\n" for each in (*late, *failed)))
    passed = sum(each.word != "FAIL" for each in told)
    sys.stdout.write(f"{passed} of {len(chosen)} passed{f', {len(late)} of them late' if late else ''}\n")
    return int(bool(failed or (late and late_is_failure)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
