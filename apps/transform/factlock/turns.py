"""A before that became an after: 承認前に and 承認後に, before the upgrade and after the upgrade."""

from dataclasses import dataclass

from apps.analyze.language.polarity import Cue
from apps.transform.contracts import FactItem
from apps.transform.factlock.clauses import Clause, Reading
from apps.transform.factlock.words import Word

FLIPS = {"before": "after", "after": "before"}
NEAR = 2
"""A Japanese word hangs on 前 or 後 where so few code points lie between."""
MOST_TURNS = 40
"""A text of more turns is compared as far as this."""


@dataclass(frozen=True)
class Turn:
    """A before or after, and the word that it hangs on (承認|前に, before the |upgrade)."""

    kind: str
    denied: bool
    pivot: Word
    text: str


def flipped(before: Reading, after: Reading) -> list[FactItem]:
    """承認前に and 承認後に, where both texts allow or both forbid what happens then."""
    found = _turns(after)
    items = []
    for one in _turns(before):
        same = [other for other in found if one.pivot.keys & other.pivot.keys and one.denied == other.denied]
        if same and all(other.kind == FLIPS[one.kind] for other in same):
            items.append(FactItem("order", one.text, same[0].text, "changed", "meaning_order"))
    return items


def _turns(reading: Reading) -> list[Turn]:
    return [
        Turn(cue.kind, "negation" in clause.kinds, pivot, reading.text[clause.start : clause.end].strip())
        for clause in reading.clauses
        for cue in clause.cues
        if cue.kind in FLIPS and (pivot := _pivot(clause, cue, reading.language))
    ][:MOST_TURNS]


def _pivot(clause: Clause, cue: Cue, language: str) -> Word | None:
    if language == "ja":
        near = [word for word in clause.words if cue.start - NEAR <= word.end <= cue.start + 1]
        return near[-1] if near and not near[-1].generic else None
    near = [word for word in clause.words if word.start >= cue.end and not word.generic]
    return near[0] if near else None
