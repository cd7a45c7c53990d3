"""A statement: the smallest part of a message that can stand alone, and what it is for."""

from dataclasses import dataclass

from apps.transform.rewriting.roles.purpose import Purpose
from apps.transform.rewriting.roles.role import Role

FRAME = frozenset({Role.GREETING, Role.CLOSING, Role.ADDRESS})
"""Roles that carry no matter of their own and keep their place at the edges."""


@dataclass(frozen=True)
class Clause:
    """`[start, end)` of the text; from `cut` on, `tail` stands in for the original ending."""

    start: int
    end: int
    cut: int
    tail: str = ""


@dataclass(frozen=True)
class Statement:
    """`[start, end)` of the original and `text`, the same words as they stand alone (ending completed, no full stop).

    `below` holds the lines that belong under it verbatim (a list it announces). `critical` marks harm that somebody
    has to follow up; `uncertain` a guess; `verbatim` a block that keeps its own lines; `sentence` counts from 0;
    `purpose` is what it is for where that is sure. `lead`: how far the cues of its role are ahead of those of others, 0–9.
    """

    start: int
    end: int
    text: str
    role: Role
    sentence: int
    critical: bool = False
    uncertain: bool = False
    below: str = ""
    verbatim: bool = False
    purpose: Purpose | None = None
    lead: int = 0

    @property
    def whole(self) -> str:
        """The text with the lines that belong under it."""
        return f"{self.text}\n{self.below}" if self.below else self.text
