"""A ledger, settled by somebody who has read both texts. What may have changed in meaning is confirmed or cleared; a value is confirmed at
most, and never cleared by word of mouth.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from apps.transform.contracts import FactItem, FactLedger, FactStatus, TransformationType, TransformRequest
from apps.transform.factlock.clauses import Clause, read
from apps.transform.factlock.compare import blocks, is_harmless
from apps.transform.factlock.hints import CONFIDENCE
from apps.transform.factlock.slots import SLOT
from apps.transform.factlock.spans import Spans, overlapping
from apps.transform.factlock.statements import FACTUAL
from apps.transform.factlock.testimony import Line, Testimony, is_about, overlap, squeezed, stands_in
from apps.transform.factlock.values.items import compare_values

WRONG = frozenset({"changed", "missing"})
CONFIRMED = 0.9
"""How sure a finding is that a reader of both texts has made or confirmed: readers err, too."""
CLEARED = "witness_kept"
"""The reason of a place that was worth a look and says the same, as a reader has found."""
BINDING = frozenset({"asked", "obligatory"})
"""Cues of claims that are more than tone, whatever somebody says of them."""
MOST_PLACES = 40
"""Of one passage, so that a text of the same word over and over takes no longer."""
MOST_BEYOND = 40
"""Of what somebody says a rewrite adds: a reader of a message names a few."""
BETWEEN = " … "
"""Between the passages of an item."""


@dataclass(frozen=True)
class Compared:
    """A message, its rewrite, the message's claims in its own words, and who has read them. `is_doubtful`: the message gives orders to
    models, so nothing that is said of it clears anything.
    """

    wanted: TransformRequest
    rewritten: str
    claims: tuple[str, ...]
    by: str
    left_out: Spans = ()
    is_doubtful: bool = False


def settle(ledger: FactLedger, texts: Compared, testimony: Testimony) -> FactLedger:
    """The ledger with each `look` that the testimony settles, and what else it has found. `checked` is `values and meaning` where
    every claim was judged.
    """
    return _Settling(texts, testimony).of(ledger)


class _Settling:
    """One testimony, of which only what can be looked up is believed."""

    def __init__(self, texts: Compared, testimony: Testimony) -> None:
        self._texts = texts
        self._spans = _spans(texts)
        self._lines = dict(self._believed(testimony.lines))
        self._beyond = [words for words in islice(dict.fromkeys(testimony.beyond), MOST_BEYOND) if self._is_new(words)]
        self._is_whole = len(self._lines) == len(texts.claims) and not texts.is_doubtful

    def of(self, ledger: FactLedger) -> FactLedger:
        items = [self._settled(item) if item.status == "look" else item for item in ledger.items]
        items += [*self._wrong(items), *self._added(items)]
        found = FactLedger(_status_of(items), tuple(items))
        return replace(found, checked="values and meaning", checked_by=self._texts.by) if self._is_whole else found

    def _believed(self, lines: Mapping[int, Line]) -> Iterator[tuple[int, Line]]:
        for number, line in lines.items():
            if 1 <= number <= len(self._texts.claims) and self._is_believed(number, line):
                is_free = line.verdict == "missing" and self._may_go(number)
                yield number, replace(line, verdict="tone") if is_free else line

    def _is_believed(self, number: int, line: Line) -> bool:
        claim, text = self._texts.claims[number - 1], self._texts.rewritten
        if line.verdict == "tone":
            return not any(letter.isdigit() for letter in claim) and not self._cues(number) & BINDING
        if line.verdict in WRONG and squeezed(claim) in squeezed(text):
            return False
        return line.verdict == "missing" or stands_in(line.words, text)

    def _may_go(self, number: int) -> bool:
        """Whether a shorter text may do without the claim: its writer said so, or it holds nothing that has to stay in a summary."""
        start, end = self._spans[number - 1]
        if overlapping(start, end, self._texts.left_out):
            return True
        if self._texts.wanted.transformation_type is not TransformationType.SUMMARIZE:
            return False
        return not any(clause.anchors for clause in self._clauses(number)) and not self._cues(number) & FACTUAL

    def _clauses(self, number: int) -> list[Clause]:
        start, end = self._spans[number - 1]
        every = read(self._texts.wanted.text, self._texts.wanted.language).clauses
        return [clause for clause in every if clause.start < end and start < clause.end]

    def _cues(self, number: int) -> frozenset[str]:
        return frozenset(kind for clause in self._clauses(number) for kind in clause.kinds)

    def _is_new(self, words: str) -> bool:
        text = self._texts.rewritten
        slots = (found.group() for found in SLOT.finditer(text))
        known = stands_in(words, self._texts.wanted.text) or any(stands_in(words, slot) for slot in slots)
        return stands_in(words, text) and not known

    def _settled(self, item: FactItem) -> FactItem:
        said = [self._lines.get(number) for number in self._claims_of(item)]
        if any(line and line.verdict in WRONG for line in said) or self._is_beyond(item):
            return replace(item, status=_confirmed(item), confidence=CONFIRMED)
        if self._texts.is_doubtful or not all(line and line.verdict == "kept" for line in said):
            return item
        is_clear = self._clears(item, [line for line in said if line])
        return replace(item, status="kept", reason=CLEARED, confidence=CONFIRMED) if is_clear else item

    def _clears(self, item: FactItem, said: list[Line]) -> bool:
        """Whether words that were quoted clear it: of meaning, they have to be of the passage that it points at; of a value, to hold it."""
        if item.reason in CONFIDENCE:
            return self._speak_of(item, said) if said else not item.original and self._is_whole
        return bool(item.original) and any(self._holds(line.words, item.original) for line in said)

    def _speak_of(self, item: FactItem, said: list[Line]) -> bool:
        passages = item.found.split(BETWEEN) if item.found else []
        return all(any(is_about(line.words, passage) for line in said) for passage in passages)

    def _holds(self, words: str, value: str) -> bool:
        if squeezed(value) in squeezed(words):
            return True
        found = [each for each in compare_values(value, words, language=self._texts.wanted.language) if each.original]
        return bool(found) and all(map(is_harmless, found))

    def _claims_of(self, item: FactItem) -> list[int]:
        """Numbers of the claims in which its passages stand."""
        places = [
            place for passage in item.original.split(BETWEEN) for place in _places(passage, self._texts.wanted.text)
        ]
        return [n for n, (a, b) in enumerate(self._spans, 1) if any(a < end and start < b for start, end in places)]

    def _is_beyond(self, item: FactItem) -> bool:
        passages = [] if item.original else item.found.split(BETWEEN)
        wrong = [*self._beyond, *(line.words for line in self._lines.values() if line.verdict == "changed")]
        return any(overlap(words, passage) for words in wrong for passage in passages)

    def _wrong(self, items: list[FactItem]) -> Iterator[FactItem]:
        """Claims that were found to be wrong, and that no finding names yet."""
        named = {number for item in items if blocks(item) for number in self._claims_of(item)}
        for number, line in sorted(self._lines.items()):
            if line.verdict in WRONG and number not in named:
                yield self._finding(self._texts.claims[number - 1], line)

    def _finding(self, claim: str, line: Line) -> FactItem:
        if line.verdict == "missing":
            return FactItem("statement", claim, "", "lost", "witness_lost", CONFIRMED)
        return FactItem("statement", claim, line.words, "changed", "witness_changed", CONFIRMED)

    def _added(self, items: list[FactItem]) -> Iterator[FactItem]:
        told = [passage for item in items if blocks(item) and item.found for passage in item.found.split(BETWEEN)]
        for words in self._beyond:
            if not any(overlap(words, passage) for passage in told):
                yield FactItem("statement", "", words, "added", "witness_added", CONFIRMED)


def _status_of(items: list[FactItem]) -> Literal["kept", "repaired", "look", "review"]:
    if any(map(blocks, items)):
        return "review"
    if any(item.status == "look" for item in items):
        return "look"
    return "repaired" if any(item.status == "repaired" for item in items) else "kept"


def _confirmed(item: FactItem) -> FactStatus:
    if not item.original:
        return "added"
    return "changed" if item.found else "lost"


def _spans(texts: Compared) -> Spans:
    """Where the claims stand in the original, in their order."""
    spans, at = [], 0
    for claim in texts.claims:
        start = max(texts.wanted.text.find(claim, at), at)
        at = start + len(claim)
        spans.append((start, at))
    return tuple(spans)


def _places(passage: str, text: str) -> Iterator[tuple[int, int]]:
    if passage:
        found = re.finditer(re.escape(passage), text)
        yield from (each.span() for each in islice(found, MOST_PLACES))
