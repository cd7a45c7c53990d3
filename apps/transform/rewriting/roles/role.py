"""The roles of statements, as results name them in their headings."""

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
    DEADLINE = "deadline"
    FINDING = "finding"
    OPINION = "opinion"
    CONDITION = "condition"
    BACKGROUND = "background"
    REFERENCE = "reference"
    BLOCK = "block"
