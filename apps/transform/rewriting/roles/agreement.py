"""What the cues of a clause and what was learned of clauses say together about its role.

Cues decide between roles; what was learned takes a role away where next to nothing speaks for it, and gives one where no cue does.
What isn't sure is background: it stands under no heading that may be wrong for it.
"""

import re

from apps.transform.rewriting.roles.purpose import Judgement, Purpose
from apps.transform.rewriting.roles.role import Role

SILENT = (Purpose.GREETING, Purpose.THANKS, Purpose.BACKGROUND)
"""Purposes that speak against no cue: greetings have patterns of their own, and background is what is left."""
LEAST_SUPPORT = 0.25
"""Likelihood of all purposes that fit a role, below which cues aren't believed."""
SURE_AGAINST = 0.45
"""From this likelihood on, another purpose speaks against the cues."""
SURE_ALONE = 0.65
"""From this likelihood on a purpose gives a role by itself."""
PAST = re.compile(r"(?:た|だ|ました|でした)[。.!！？?\s]*$")

SUPPORTS: dict[Role, tuple[Purpose, ...]] = {
    Role.DECISION: (
        Purpose.DECISION,
        Purpose.EVENT,
        Purpose.CONSTRAINT,
        Purpose.COMMITMENT,
        Purpose.DEADLINE,
    ),
    Role.IMPACT: (
        Purpose.EFFECT,
        Purpose.FINDING,
        Purpose.EVENT,
        Purpose.CONSTRAINT,
        Purpose.CONDITION,
        Purpose.DEADLINE,
    ),
    Role.OCCURRENCE: (Purpose.EVENT, Purpose.FINDING, Purpose.EFFECT),
    Role.CAUSE: (Purpose.CAUSE, Purpose.OPINION),
    Role.ACTION: (Purpose.EVENT, Purpose.DECISION, Purpose.COMMITMENT, Purpose.FINDING),
    Role.UNDERWAY: (Purpose.EVENT, Purpose.FINDING, Purpose.COMMITMENT, Purpose.OWNER, Purpose.DECISION),
    Role.REQUEST: (
        Purpose.REQUEST,
        Purpose.ORDER,
        Purpose.QUESTION,
        Purpose.CONSTRAINT,
        Purpose.DEADLINE,
        Purpose.OUTBURST,
    ),
    Role.OWNER: (Purpose.OWNER, Purpose.COMMITMENT, Purpose.EVENT, Purpose.DEADLINE),
    Role.CONTACT: (Purpose.OWNER, Purpose.REQUEST, Purpose.ORDER, Purpose.GREETING),
    Role.COST: (Purpose.FINDING, Purpose.CONSTRAINT, Purpose.DECISION, Purpose.CONDITION, Purpose.BACKGROUND),
    Role.OPEN: (Purpose.QUESTION, Purpose.OPINION, Purpose.FINDING, Purpose.BACKGROUND, Purpose.REQUEST),
    Role.NEXT: (Purpose.COMMITMENT, Purpose.DEADLINE, Purpose.DECISION, Purpose.OWNER, Purpose.ORDER, Purpose.EVENT),
    Role.CONDITION: (Purpose.CONDITION, Purpose.CONSTRAINT, Purpose.DECISION, Purpose.ORDER, Purpose.DEADLINE),
}
"""The purposes that a role may have."""
GIVES: dict[Purpose, Role] = {
    Purpose.CAUSE: Role.CAUSE,
    Purpose.EFFECT: Role.IMPACT,
    Purpose.DECISION: Role.DECISION,
    Purpose.REQUEST: Role.REQUEST,
    Purpose.ORDER: Role.REQUEST,
    Purpose.QUESTION: Role.OPEN,
    Purpose.CONSTRAINT: Role.CONDITION,
    Purpose.COMMITMENT: Role.NEXT,
    Purpose.OWNER: Role.OWNER,
    Purpose.EVENT: Role.OCCURRENCE,
}
"""The role that a purpose gives by itself."""


def agreed(role: Role, judgement: Judgement, text: str) -> Role:
    """The role of a clause whose cues say `role`."""
    first, likelihood = judgement.ranked[0]
    given = GIVES.get(first, Role.BACKGROUND) if likelihood >= SURE_ALONE else Role.BACKGROUND
    if role is Role.BACKGROUND:
        return given
    if role is Role.NEXT and first is Purpose.EVENT and PAST.search(text):
        return Role.OCCURRENCE
    supports = SUPPORTS.get(role)
    is_doubted = (
        likelihood >= SURE_AGAINST and first not in SILENT and judgement.likelihood(*(supports or ())) < LEAST_SUPPORT
    )
    return given if supports and is_doubted else role
