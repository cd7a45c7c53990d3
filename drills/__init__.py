"""Drills: promises of the product, each tried on a running one. `python -m drills [ID …]`, or `make drills`.

@drill("T2")
def nobody_sees_anything(world: World) -> Verdict:
    ...
    return Verdict(passed=found == 0, figure=f"{found} rows of 21 tables seen by nobody")
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from drills.world import World


Word = Literal["PASS", "LATE", "FAIL"]


@dataclass(frozen=True)
class Verdict:
    """How a drill went, and the figure that says so.

    `passed`: what is right or wrong on any machine: statuses, counts, memory, nothing lost, nothing given away. `in_time`: every
    comparison of a measured time, with a number or with another time. A slow machine alone makes nothing wrong.
    """

    passed: bool
    figure: str
    in_time: bool = True

    @property
    def word(self) -> Word:
        """`LATE` where it is right, and took too long."""
        if not self.passed:
            return "FAIL"
        return "PASS" if self.in_time else "LATE"


Run = Callable[["World"], Verdict]


@dataclass(frozen=True)
class Drill:
    """One drill. `ci`: it takes seconds and runs with every change; the others take minutes. `alone`: it compares times,
    or measures some of a second, so no other drill runs beside it."""

    id: str
    run: Run
    ci: bool
    alone: bool

    @property
    def title(self) -> str:
        """What it tries: its function's name, as a sentence."""
        return self.run.__name__.replace("_", " ")


DRILLS: dict[str, Drill] = {}


def drill(id: str, *, ci: bool = True, alone: bool = False) -> Callable[[Run], Run]:  # noqa: A002 - the drills' own word
    """Register a function as a drill. Raises ValueError for an id that is taken."""

    def registered(run: Run) -> Run:
        if id in DRILLS:
            raise ValueError(f"two drills are called {id}")
        DRILLS[id] = Drill(id, run, ci, alone)
        return run

    return registered
