"""A statement: the smallest part of a message that can stand alone, and what it is for."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a statement does for its reader."""

    GREETING = "greeting"
    CLOSING = "closing"
    HEADING = "heading"
    ADDRESS = "address"
    DECISION = "decision"
    IMPACT = "impact"
    OCCURRENCE = "occurrence"
    CAUSE = "cause"
    ACTION = "action"
    UNDERWAY = "underway"
    REQUEST = "request"
    OWNER = "owner"
    CONTACT = "contact"
    COST = "cost"
    OPEN = "open"
    NEXT = "next"
    CONDITION = "condition"
    BACKGROUND = "background"
    REFERENCE = "reference"
    BLOCK = "block"


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
    has to follow up; `uncertain` a guess; `verbatim` a block that keeps its own lines; `sentence` counts from 0.
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

    @property
    def whole(self) -> str:
        """The text with the lines that belong under it."""
        return f"{self.text}\n{self.below}" if self.below else self.text
