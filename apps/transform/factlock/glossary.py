"""What a glossary, the organization's or the built-in one, wrote into a rewrite, taken back before facts are compared: it is known,
and no fact of the message. So a date in an explanation is neither a new one nor an excuse for losing the message's own.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from apps.transform.contracts import Edit, FactItem, GlossaryEntry
from apps.transform.factlock.searched import Searched, folded
from apps.transform.factlock.spans import Span, Spans, overlapping
from apps.transform.rewriting.edits import apply_edits
from tonebridge.resilience import deadline

BY_GLOSSARY = frozenset(
    {"forbidden_term", "term_of_organization", "term_explained", "term_replaced", "symptom_guessed"}
)
"""Reasons of the edits that rules make because a glossary says so, or a list of what symptoms may come from. "Nothing by mouth" in an
explanation denies nothing of the message.
"""
MOST_PLACES = 60_000
"""Of all words together, in both texts: a third of a second. A text of 20,000 code points has as many of single letters."""
APART = 12
"""Code points between a term and an explanation without brackets (SLA, that is: …; SLA とは…)."""
SENTENCE_END = re.compile(r"[。.!?\n]")
Swap = tuple[str, str]
"""What stands in the rewrite, and what stood in the message."""


@dataclass(frozen=True)
class Unworded:
    """A rewrite without the glossary's words; `cuts` are the edits that made it, `swaps` those that put a word in place of one."""

    text: str
    cuts: tuple[Edit, ...] = ()

    def swaps(self, rewritten: str) -> tuple[Swap, ...]:
        """The words that were put back."""
        return tuple((rewritten[cut.start : cut.end], cut.replacement) for cut in self.cuts if cut.replacement)

    def moved(self, spans: Spans) -> Spans:
        """Spans of the rewrite, where they are in `text`."""
        return tuple((self._place(start), self._place(end)) for start, end in spans) if self.cuts else spans

    def _place(self, at: int) -> int:
        return at + sum(len(cut.replacement) - (cut.end - cut.start) for cut in self.cuts if cut.end <= at)


def is_by_glossary(edit: Edit) -> bool:
    """Whether a rule made an edit because a glossary says so."""
    return edit.reason in BY_GLOSSARY


def swaps_of(edits: Iterable[Edit], original: str) -> tuple[Swap, ...]:
    """The words that such edits put in place of the message's."""
    made = ((edit.replacement, original[edit.start : edit.end]) for edit in edits if is_by_glossary(edit))
    return tuple(swap for swap in made if swap[1])


def without_words(original: str, rewritten: str, glossary: Iterable[GlossaryEntry]) -> Unworded:
    """The rewrite with the message's own words in place of what the glossary has for them, and without its explanations.

    A term and its replacement are the same, whichever of them the message has. What the message says itself stays. Of a glossary
    with more places in the texts than MOST_PLACES, the rest isn't taken back, which makes the comparison stricter. Raises TimedOut.
    """
    before, after, cuts = Searched(original), Searched(rewritten), list[Edit]()
    taken = bytearray(len(rewritten))
    for entry in sorted(_concerned(glossary, before.text, after.text), key=_size, reverse=True):
        deadline.check()
        if before.looked_at + after.looked_at > MOST_PLACES:
            break
        cuts += _Word(entry, before, after, taken).cuts(original)
    ordered = tuple(sorted(cuts, key=lambda cut: cut.start))
    return Unworded(apply_edits(rewritten, ordered), ordered)


def as_shown(items: Iterable[FactItem], rewritten: str, swaps: Sequence[Swap]) -> tuple[FactItem, ...]:
    """Facts with what stands in the rewrite, where a word of the message was compared in its place."""
    return tuple(_shown(item, rewritten, swaps) for item in items) if swaps else tuple(items)


def _shown(item: FactItem, rewritten: str, swaps: Sequence[Swap]) -> FactItem:
    found = item.found
    for shown, meant in dict.fromkeys(swaps):
        found = found if found in rewritten else found.replace(meant, shown)
    if found == item.found:
        return item
    if item.status == "kept":
        return replace(item, found=found, status="same_value", reason="fact_same_value")
    return replace(item, found=found)


def _concerned(glossary: Iterable[GlossaryEntry], before: str, after: str) -> Iterator[GlossaryEntry]:
    """Those with a term and a writing of it, one in either text."""
    for entry in glossary:
        written = [folded(said) for said in _writings(entry)]
        term = folded(entry.term)
        if term.strip() and (
            (term in before and any(said in after for said in written))
            or (term in after and any(said in before for said in written))
        ):
            yield entry


def _writings(entry: GlossaryEntry) -> list[str]:
    """What the glossary has for a term, without the full stop that a rewrite may leave out."""
    if entry.kind == "preserve":
        return []
    said = dict.fromkeys(text.strip(" 。.") for text in (entry.plain, entry.definition))
    return [text for text in said if text and text.lower() != entry.term.lower()]


def _size(entry: GlossaryEntry) -> int:
    return max(map(len, _writings(entry)))


class _Word:
    """One entry in both texts. `taken` marks the code points of the rewrite that other entries have."""

    def __init__(self, entry: GlossaryEntry, before: Searched, after: Searched, taken: bytearray) -> None:
        self._before, self._after, self._taken = before, after, taken
        self._writings = _writings(entry)
        self._told = self._alone(before.places(entry.term), before)
        self._said = self._free(self._alone(after.places(entry.term), after))
        self._terms = after.places(entry.term)

    def cuts(self, original: str) -> Iterator[Edit]:
        """The edits of the rewrite that take the entry's words back."""
        gone = len(self._told) - len(self._said)
        for written in self._writings:
            here, there = self._before.places(written), self._free(self._after.places(written))
            if gone >= 0:
                back = _turned((self._told, here), (self._said, there), gone)
                gone -= len(back)
                yield from self._taken_for(back, original, self._told)
                yield from self._taken_for(self._surplus(there, len(here), written) if self._told else [], original)
            else:
                back = _turned((here, self._told), (there, self._said), min(-gone, len(here) - len(there)))
                yield from self._taken_for(back, original, here)

    def _taken_for(self, spans: Iterable[Span], original: str, meant: Spans = ()) -> Iterator[Edit]:
        for start, end in spans:
            self._taken[start:end] = b"\1" * (end - start)
            yield Edit(start, end, original[slice(*meant[0])] if meant else "", "glossary")

    def _surplus(self, there: Spans, known: int, written: str) -> list[Span]:
        """The explanations that the message doesn't have: in brackets of their own, brackets included, or right behind the term."""
        free, text = self._free(there), self._after.text
        wrapped = [(s - 1, e + 1) for s, e in free if text[s - 1 : s] == "(" and text[e : e + 1] == ")"]
        inside = frozenset((s + 1, e - 1) for s, e in wrapped)
        own = self._before.text.count(f"({folded(written)})")
        most = max(len(free) - known, len(wrapped) - own, 0)
        return [*wrapped, *(span for span in free if span not in inside and self._is_behind_term(span[0]))][:most]

    def _is_behind_term(self, at: int) -> bool:
        """Whether a term ends shortly before, in the same sentence."""
        near = overlapping(at - APART, at, self._terms)
        return bool(near) and not SENTENCE_END.search(self._after.text, near[-1][1], at)

    def _alone(self, spans: Spans, text: Searched) -> Spans:
        """Places of the term that are no part of what the glossary has for it (API in 公開 API)."""
        for written in self._writings:
            others = text.places(written)
            spans = tuple(span for span in spans if not overlapping(*span, others))
        return spans

    def _free(self, spans: Spans) -> Spans:
        return tuple(span for span in spans if self._taken.find(1, *span) < 0)


def _turned(before: tuple[Spans, Spans], after: tuple[Spans, Spans], most: int) -> list[Span]:
    """The places of the rewrite, `most` at most, that have the second form where the message has the first: place by place
    where both texts have as many, else the first ones.
    """
    was, now = _marked(*before), _marked(*after)
    if len(was) == len(now):
        found = [span for (_, old), (span, new) in zip(was, now, strict=True) if new and not old]
    else:
        found = [span for span, new in now if new]
    return found[: max(most, 0)]


def _marked(one: Spans, other: Spans) -> list[tuple[Span, bool]]:
    return sorted([*((span, False) for span in one), *((span, True) for span in other)])
