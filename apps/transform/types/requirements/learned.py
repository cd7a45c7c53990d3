"""What was learned of clauses, where no cue tells the category of a part; nothing where it isn't sure."""

from collections.abc import Sequence

from apps.transform.rewriting.roles.purpose import Judgement, Purpose, judge
from apps.transform.types.requirements.categories import Category

SURE = 0.65
"""Likelihood from which a category is believed without a cue."""
SURE_AGAINST = 0.75
"""Likelihood of telling, from which a weak cue for asking isn't believed."""
TELLS = (
    *(Purpose.EVENT, Purpose.FINDING, Purpose.CAUSE, Purpose.EFFECT, Purpose.BACKGROUND),
    *(Purpose.OUTBURST, Purpose.THANKS, Purpose.OPINION),
)
"""Purposes of what is told to explain: it asks for nothing."""
SPEAKS_FOR = (
    (Category.BACKGROUND, TELLS),
    (Category.WANTED, (Purpose.REQUEST, Purpose.ORDER)),
    (Category.CONSTRAINT, (Purpose.CONSTRAINT,)),
    (Category.TIMELINE, (Purpose.DEADLINE,)),
    (Category.OPEN, (Purpose.QUESTION,)),
)
"""Learning alone never makes a must: a wish without a cue is wanted."""


def judgements(texts: Sequence[str], language: str) -> tuple[Judgement, ...]:
    """One judgement a part, each read beside its neighbours."""
    return judge(texts, language)


def alone(judgement: Judgement) -> Category | None:
    """The category that the learned purposes speak for by themselves."""
    return next((c for c, purposes in SPEAKS_FOR if judgement.likelihood(*purposes) >= SURE), None)


def only_tells(judgement: Judgement) -> bool:
    """Whether a part surely explains and asks for nothing."""
    return judgement.likelihood(*TELLS) >= SURE_AGAINST
