"""What was learned of clauses, where no cue tells the category of a part; nothing where it isn't sure."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.transform.rewriting.roles.purpose import Judgement, Purpose, judge_one
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


@dataclass(frozen=True)
class Learned:
    """What was learned of the part `at` of a message; judged only where it is asked, since judging takes its time."""

    texts: Sequence[str]
    at: int
    language: str

    @property
    def alone(self) -> Category | None:
        """The category that the learned purposes speak for by themselves."""
        judgement = self._judgement()
        return next((c for c, purposes in SPEAKS_FOR if judgement.likelihood(*purposes) >= SURE), None)

    @property
    def only_tells(self) -> bool:
        """Whether a part surely explains and asks for nothing."""
        return self._judgement().likelihood(*TELLS) >= SURE_AGAINST

    def _judgement(self) -> Judgement:
        return judge_one(self.texts, self.at, self.language)
