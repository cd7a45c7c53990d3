"""What may be told of how many people did what, so that no figure, and no difference of figures, is about fewer than five.

Figures of a range are sums over whole weeks. A week counts where enough people wrote in it, and of its parts those count that
enough people share; where the parts left out would be the work of few, more are left out. So whatever is subtracted from
whatever else, ranges or parts from wholes, comes out as figures that may be told themselves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

FEWEST = 5


@dataclass(frozen=True)
class Cell:
    """A part of a week: what it is called, how many transforms, and by whom."""

    name: str
    transforms: int
    people: frozenset[UUID]

    @property
    def is_enough(self) -> bool:
        """Whether enough people share it."""
        return len(self.people) >= FEWEST


def publishable(parts: Iterable[Cell]) -> list[Cell]:
    """Of the parts of one whole those that may be told, the largest first. The rest together is of enough people, or is nothing."""
    parts = sorted(parts, key=lambda part: (-part.transforms, part.name))
    kept, rest = [part for part in parts if part.is_enough], [part for part in parts if not part.is_enough]
    while kept and rest and not _together(rest).is_enough:
        rest.append(kept.pop())
    return kept


def rounded(count: int) -> int:
    """Down to fives, so that what one person adds from one day to the next can't be read off."""
    return count - count % FEWEST


def _together(parts: Sequence[Cell]) -> Cell:
    people = frozenset[UUID]().union(*(part.people for part in parts))
    return Cell("", sum(part.transforms for part in parts), people)
