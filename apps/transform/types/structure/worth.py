"""Whether headings, or bullets alone, would help the reader of a message."""

import re
from collections.abc import Sequence

from apps.transform.rewriting.roles import Role, Statement
from apps.transform.types.structure.sections import Section, is_numbered

SHORT = {"ja": 24, "en": 48}
"""Code points of a message of one or two statements that needs no headings."""
LEAST_BULLETS = 4
MOST_CHANCE = 2
"""Statements may begin with one and two by chance."""
FEW = 4
LEAST_SURE, LEAST_SURE_OF_FEW = 0.6, 0.33
"""Of the statements, how many have to be sure; of a few, fewer: what is left over can be seen at a glance."""


def is_worth_headings(matter: Sequence[Statement], sections: Sequence[Section], language: str) -> bool:
    """Two sections at least, one of them sure, and statements enough that are sure."""
    told = [s for s in matter if s.role is not Role.BLOCK]
    if len(told) < 2 or (len(told) < 3 and sum(len(s.text) for s in told) < SHORT[language]):
        return False
    sure = sum(len(section.statements) for section in sections if section.role is not Role.BACKGROUND)
    least = LEAST_SURE_OF_FEW if len(told) <= FEW else LEAST_SURE
    return len(sections) > 1 and sure >= least * len(told)


def is_worth_bullets(matter: Sequence[Statement]) -> bool:
    """Enough statements that a list is easier to read than the text."""
    return len([s for s in matter if s.role is not Role.BLOCK]) >= LEAST_BULLETS


def is_counted(matter: Sequence[Statement]) -> bool:
    """The writer's own numbers keep their order: they are lines already, once each stands on its own."""
    bare = [int(match[0]) for s in matter if (match := re.match(r"\d{1,2}(?=[ \u3000])", s.text))]
    counts_on = len(bare) > MOST_CHANCE and bare == list(range(1, len(bare) + 1))
    return counts_on or sum(is_numbered(s) for s in matter) > max(1, len(matter) // 2)
