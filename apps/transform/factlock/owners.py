"""Who does what: two names that changed places."""

import re
from itertools import combinations, islice

from apps.transform.contracts import FactItem
from apps.transform.factlock.clauses import Reading
from apps.transform.factlock.words import Word, stem_english
from tonebridge.resilience import deadline

SIDES = re.compile(r"私(?![立物用的])|弊社|当社|御社|貴社")
"""The writer and the reader, whose work can be swapped with somebody's as well."""
SWAPPED, CLEARLY_SWAPPED = 0.3, 0.7
MOST_NAMES = 12
"""Pairs of more names than these are not compared: the work grows with the square."""


def compare_owners(before: Reading, after: Reading) -> list[FactItem]:
    """Names whose work went to one another, and names that became the object of what they did."""
    shared = [name for name in _names(before, after) if _places(name, before) and _places(name, after)]
    items = [item for pair in combinations(shared, 2) if (item := _exchange(*pair, shared, before, after))]
    turned = [name for name in shared if before.language == "en" and _turned(name, before, after)]
    return items + [FactItem("actor", name, name, "changed", "meaning_actor") for name in turned]


def _names(*readings: Reading) -> list[str]:
    """What either text shows to be the name of a person, a team or a company."""
    found = [a.text for reading in readings for a in reading.anchors if a.kind == "name" and a.unit != "term"]
    sides = [side for reading in readings for side in SIDES.findall(reading.prose)]
    return list(dict.fromkeys([*found, *sides]))[:MOST_NAMES]


def _places(name: str, reading: Reading) -> list[int]:
    edge = r"\b" if name.isascii() else ""
    found = re.finditer(f"{edge}{re.escape(name)}{edge}", reading.prose)
    return [match.start() for match in islice(found, MOST_NAMES)]


def _exchange(one: str, two: str, names: list[str], before: Reading, after: Reading) -> FactItem | None:
    """Two names at each other's place: a hint from SWAPPED on, a changed value where hardly anything else can be meant."""
    clearness = _swapped(one, two, names, before, after)
    if clearness <= SWAPPED or one in two or two in one:
        return None
    reason = "fact_exchanged" if clearness > CLEARLY_SWAPPED else "meaning_actor"
    return FactItem("actor", f"{one} / {two}", f"{two} / {one}", "changed", reason)


def _swapped(one: str, two: str, names: list[str], before: Reading, after: Reading) -> float:
    """-2 to 2: by how much the words about each are more like those about the other now."""
    a, b = _about(one, names, before), _about(two, names, before)
    c, d = _about(one, names, after), _about(two, names, after)
    return _likeness(a, d) + _likeness(b, c) - _likeness(a, c) - _likeness(b, d)


def _about(name: str, names: list[str], reading: Reading) -> list[Word]:
    """The words of the clauses of a name; where a clause holds more names, those nearest to it."""
    rivals = [(at, at + len(other)) for other in names if other != name for at in _places(other, reading)]
    return [word for at in _places(name, reading) for word in _near(at, len(name), rivals, reading)]


def _near(at: int, length: int, rivals: list[tuple[int, int]], reading: Reading) -> list[Word]:
    deadline.check()
    clause = reading.clause_at(at)
    if clause is None:
        return []
    mates = [rival for rival in rivals if clause.start <= rival[0] < clause.end]
    named = {rival[0] for rival in mates}
    words = [w for w in clause.words if not w.generic and not at <= w.start < at + length and w.start not in named]
    return [w for w in words if all(_gap(w, at, at + length) <= _gap(w, *rival) for rival in mates)]


def _gap(word: Word, start: int, end: int) -> int:
    """Code points between a word and a name."""
    return start - word.end if word.end <= start else word.start - end


def _likeness(words: list[Word], others: list[Word]) -> float:
    if not words or not others:
        return 0.0
    theirs = frozenset(key for other in others for key in other.keys)
    mine = frozenset(key for word in words for key in word.keys)
    shared = sum(bool(w.keys & theirs) for w in words) + sum(bool(o.keys & mine) for o in others)
    return shared / (len(words) + len(others))


def _turned(name: str, before: Reading, after: Reading) -> bool:
    """ "Sofia asked them" and "they asked Sofia"."""
    verbs = _after(name, before)
    return bool(verbs & _ahead(name, after)) and not verbs & (_ahead(name, before) | _after(name, after))


def _ahead(name: str, reading: Reading) -> frozenset[str]:
    matches = re.finditer(rf"\b(\w+) {re.escape(name)}\b", reading.prose)
    return frozenset(stem_english(match[1].lower()) for match in matches)


def _after(name: str, reading: Reading) -> frozenset[str]:
    matches = re.finditer(rf"\b{re.escape(name)} (\w+)", reading.prose)
    return frozenset(stem_english(match[1].lower()) for match in matches)
