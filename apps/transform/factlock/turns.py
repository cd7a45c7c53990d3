"""A before that became an after: 承認前に and 承認後に, 承認するまで…ない and 承認した後は…ない, before and after the upgrade."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from apps.transform.contracts import FactItem
from apps.transform.factlock.clauses import Clause, Reading
from apps.transform.factlock.words import Word

FLIPS = {"before": "after", "after": "before"}
NEAR = 6
"""A Japanese word hangs on 前, 後 or まで where so few code points lie between (承認|していただいた後)."""
UNTIL = re.compile(r"まで(?!に|も|の)")
"""With a negation behind it, a before: what must not be until then, may be afterwards."""
MOST_TURNS = 40
"""A text of more turns is compared as far as this."""
MOST_UNTILS = 200
"""So many まで are looked at."""
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
    places = ((clause, cue) for clause in reading.clauses for cue in clause.cues if cue.kind in FLIPS)
    said = (_turn(reading, clause, cue.kind, cue.start, cue.end) for clause, cue in places)
    return list(islice(filter(None, chain(said, _untils(reading))), MOST_TURNS))


def _untils(reading: Reading) -> Iterator[Turn | None]:
    """The まで of 承認するまで出さないでください. Without a negation it tells how long, and 待つ may stand for one."""
    found = UNTIL.finditer(reading.prose) if reading.language == "ja" else iter(())
    for match in islice(found, MOST_UNTILS):
        clause = reading.clause_at(match.start())
        if clause and not any(cue.start <= match.start() < cue.end for cue in clause.cues):
            turn = _turn(reading, clause, "before", *match.span())
            yield turn if turn and turn.denied else None


def _turn(reading: Reading, clause: Clause, kind: str, start: int, end: int) -> Turn | None:
    pivot = _pivot(clause, start, end, reading.language)
    text = reading.text[clause.start : clause.end].strip()
    return Turn(kind, _denied(reading, clause, end), pivot, text) if pivot else None


def _denied(reading: Reading, clause: Clause, end: int) -> bool:
    """Whether what happens then is forbidden. In Japanese that stands behind, past a comma too (承認前には、出さないで)."""
    if reading.language != "ja":
        return "negation" in clause.kinds
    mates = reading.by_sentence[clause.sentence]
    behind = islice(mates, bisect_left(mates, clause.start, key=lambda mate: mate.start), None)
    told = next((mate for mate in behind if mate.words and mate.words[-1].start >= end - 1), None)
    return told is not None and told.last_negation >= end - 1


def _pivot(clause: Clause, start: int, end: int, language: str) -> Word | None:
    if language == "ja":
        at = bisect_right(clause.words, start + 1, key=lambda word: word.end)
        last = reversed(clause.words[max(0, at - NEAR) : at])
        near = (word for word in last if word.end >= start - NEAR and not word.generic)
        return next(near, None)
    at = bisect_left(clause.words, end, key=lambda word: word.start)
    return next((word for word in clause.words[at : at + MOST_WORDS] if not word.generic), None)
