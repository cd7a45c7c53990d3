"""What was measured of a text, as the page shows it: facts in groups, tone in words."""

from dataclasses import dataclass

from django.utils.functional import Promise

from apps.transform.contracts import FactItem, ReviewMeasures, TransformResult
from apps.transform.rewriting.rulebook import reason_text
from apps.transform.web.words.kinds import FACTS
from apps.transform.web.words.scores import Shift, shifts_of
from tonebridge.pages.language import page_language


@dataclass(frozen=True)
class ShownFact:
    """A fact with its kind's name, and why it is where it is; empty where there is nothing to say."""

    kind: Promise
    item: FactItem
    why: str


@dataclass(frozen=True)
class ShownFacts:
    """The ledger in three groups."""

    kept: tuple[ShownFact, ...]
    same_value: tuple[ShownFact, ...]
    to_check: tuple[ShownFact, ...]

    @property
    def count(self) -> int:
        """All facts that were found."""
        return len(self.kept) + len(self.same_value) + len(self.to_check)


@dataclass(frozen=True)
class Measures:
    """Of the text that stands. `kept_percent` is 0 to 100."""

    changed: bool
    kept_percent: int
    facts: ShownFacts
    shifts: tuple[Shift, ...]


def measures_of(found: TransformResult | ReviewMeasures) -> Measures:
    """The same in words."""
    return Measures(found.changed, found.kept_percent, _grouped(found.facts.items), shifts_of(found.scores))


def _grouped(items: tuple[FactItem, ...]) -> ShownFacts:
    def having(*statuses: str) -> tuple[ShownFact, ...]:
        return tuple(ShownFact(FACTS[item.kind], item, _why(item)) for item in items if item.status in statuses)

    return ShownFacts(having("kept", "repaired"), having("same_value"), having("lost", "added", "changed"))


def _why(item: FactItem) -> str:
    try:
        return reason_text(item.reason, page_language()) if item.reason else ""
    except KeyError:  # a result from before the table of reasons changed
        return ""
