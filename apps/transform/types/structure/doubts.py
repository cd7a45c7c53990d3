"""Passages of weight that stand under no sure heading: a request, a decision or a deadline that somebody should look at."""

import re
from collections.abc import Iterator

from apps.transform.contracts import Unsure
from apps.transform.rewriting.roles import Role
from apps.transform.rewriting.roles.cues import weigh
from apps.transform.rewriting.roles.facts import due_of
from apps.transform.rewriting.roles.purpose import Purpose
from apps.transform.types.structure.sections import Parts

UNSURE_ROLE = "unsure_role"
OF_WEIGHT = frozenset(
    {Purpose.REQUEST, Purpose.ORDER, Purpose.DECISION, Purpose.DEADLINE, Purpose.COMMITMENT, Purpose.OWNER}
)
CUES = frozenset({Role.REQUEST, Role.DECISION, Role.OWNER, Role.NEXT})
LEAST_CUE = 3
FORBIDS = re.compile(r"\b(?:do not|don['’]t|never|must)\b|絶対|禁止|厳禁|必ず", re.I)


def doubts(parts: Parts, language: str) -> Iterator[Unsure]:
    """The statements without a sure role that ask, decide, promise or name a day, in the order of the message."""
    for statement in (*parts.opening, *parts.matter):
        if statement.role is Role.BACKGROUND and _has_weight(statement.text, statement.purpose, language):
            yield Unsure(statement.start, statement.end, UNSURE_ROLE)


def _has_weight(text: str, purpose: Purpose | None, language: str) -> bool:
    weights = weigh(text, language)
    by_cues = any(weights[role] >= LEAST_CUE for role in CUES)
    forbids = FORBIDS.search(text) is not None
    return purpose in OF_WEIGHT or by_cues or forbids or due_of(text, language) is not None
