"""What was measured of a text, as the page shows it: facts in groups by what is to be done about them, tone in words."""

from dataclasses import dataclass

from django.utils.functional import Promise

from apps.transform.contracts import FactItem, FactLedger, ReviewMeasures, TransformResult
from apps.transform.factlock.witnessed import CLEARED
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
    """The ledger: values that are to be checked, places where the meaning may have changed, values that stand, in the same or another
    form. `read_by` is the model that compared the meaning; empty where none did.
    """

    to_check: tuple[ShownFact, ...]
    to_look_at: tuple[ShownFact, ...]
    same_value: tuple[ShownFact, ...]
    kept: tuple[ShownFact, ...]
    read_by: str = ""

    @property
    def count(self) -> int:
        """The values that stand."""
        return sum(fact.item.reason != CLEARED for fact in self.kept) + len(self.same_value)


@dataclass(frozen=True)
class Measures:
    """Of the text that stands. `kept_percent` is 0 to 100."""

    changed: bool
    kept_percent: int
    facts: ShownFacts
    shifts: tuple[Shift, ...]


def measures_of(found: TransformResult | ReviewMeasures) -> Measures:
    """The same in words."""
    return Measures(found.changed, found.kept_percent, _grouped(found.facts), shifts_of(found.scores))


def _grouped(facts: FactLedger) -> ShownFacts:
    def having(*statuses: str) -> tuple[ShownFact, ...]:
        return tuple(ShownFact(FACTS[item.kind], item, _why(item)) for item in facts.items if item.status in statuses)

    return ShownFacts(
        to_check=having("lost", "added", "changed"),
        to_look_at=having("look"),
        same_value=having("same_value"),
        kept=having("kept", "repaired"),
        read_by=facts.checked_by,
    )


def _why(item: FactItem) -> str:
    try:
        return reason_text(item.reason, page_language()) if item.reason else ""
    except KeyError:  # a result from before the table of reasons changed
        return ""
