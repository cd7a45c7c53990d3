"""A before that became an after: 承認前に and 承認後に, before the upgrade and after the upgrade."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import islice

from apps.analyze.language.polarity import Cue
from apps.transform.contracts import FactItem
from apps.transform.factlock.clauses import Clause, Reading
from apps.transform.factlock.words import Word

FLIPS = {"before": "after", "after": "before"}
NEAR = 2
"""A Japanese word hangs on 前 or 後 where so few code points lie between."""
MOST_TURNS = 40
"""A text of more turns is compared as far as this."""
MOST_WORDS = 40
"""So far behind an English before or after the word is looked for that it hangs on."""


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
    turns = (
        Turn(cue.kind, "negation" in clause.kinds, pivot, reading.text[clause.start : clause.end].strip())
        for clause in reading.clauses
        for cue in clause.cues
        if cue.kind in FLIPS and (pivot := _pivot(clause, cue, reading.language))
    )
    return list(islice(turns, MOST_TURNS))


def _pivot(clause: Clause, cue: Cue, language: str) -> Word | None:
    if language == "ja":
        at = bisect_right(clause.words, cue.start + 1, key=lambda word: word.end) - 1
        near = clause.words[at] if at >= 0 and clause.words[at].end >= cue.start - NEAR else None
        return None if near is None or near.generic else near
    at = bisect_left(clause.words, cue.end, key=lambda word: word.start)
    return next((word for word in clause.words[at : at + MOST_WORDS] if not word.generic), None)
