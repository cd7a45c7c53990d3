"""Undo what cost a fact: first the one edit, else the sentence's edits, so that the rest of the rewrite can stand."""

from bisect import bisect_right
from dataclasses import replace

from apps.analyze.language.document import Document
from apps.analyze.language.sentences import split_sentences
from apps.transform.contracts import Edit, FactItem, FactLedger, Language, TransformationType
from apps.transform.factlock.compare import compare, is_harmless
from apps.transform.factlock.manners import manners_of
from apps.transform.rewriting.edits import apply_edits

Edits = tuple[Edit, ...]
MOST_TRIALS = 12
"""So many groups of edits are tried one by one against the whole text before giving up: each costs a comparison."""


def repair(
    document: Document, edits: Edits, *, language: Language, transformation_type: TransformationType | None
) -> tuple[Edits, FactLedger]:
    """The settled edits that keep every fact, and the ledger of the text they make.

    Its status is `kept` when nothing had to be undone, `repaired` when undoing some edits kept every fact, and `review`
    when facts still differ: then the caller shows what to check, or falls back.
    """
    lock = _Lock(document.text, language, transformation_type)
    first = lock.ledger(edits)
    if first.status == "kept":
        return edits, first
    groups = _by_sentence(document, edits, language)
    safe = tuple(edit for group in groups for edit in lock.safe_in(*group))
    safe = safe if lock.ledger(safe).status == "kept" else lock.without_culprits(safe, groups)
    return safe, _told(first, lock.ledger(safe))


def _told(first: FactLedger, final: FactLedger) -> FactLedger:
    """The final ledger, in which what had gone wrong at first is marked as repaired."""
    if final.status != "kept":
        return final
    broken = [replace(item, status="repaired") for item in first.items if not is_harmless(item)]
    named = {(item.kind, item.original) for item in broken}
    whole = [item for item in final.items if (item.kind, item.original) not in named]
    items: list[FactItem] = [*whole, *broken]
    return FactLedger("repaired", tuple(items))


class _Lock:
    """One text under comparison."""

    def __init__(self, text: str, language: Language, wanted: TransformationType | None) -> None:
        self.text, self.language, self.wanted = text, language, wanted

    def ledger(self, edits: Edits) -> FactLedger:
        return self._compare(self.text, edits)

    def safe_in(self, start: int, end: int, edits: Edits) -> Edits:
        """The edits of a stretch of text that can stand: all, all but those of one reason, or none.

        What was done for one reason falls together: "could you" doesn't leave its question mark behind.
        """
        if self._keeps(start, end, edits):
            return edits
        reasons = list(dict.fromkeys(edit.reason for edit in edits))[:MOST_TRIALS]
        fewer = (tuple(edit for edit in edits if edit.reason != reason) for reason in reasons)
        return next((rest for rest in fewer if rest and self._keeps(start, end, rest)), ())

    def without_culprits(self, edits: Edits, groups: list[tuple[int, int, Edits]]) -> Edits:
        """Drop the groups whose absence leaves fewer broken facts in the whole text."""
        for _start, _end, group in groups[:MOST_TRIALS]:
            rest = tuple(edit for edit in edits if edit not in group)
            if self._broken(rest) < self._broken(edits):
                edits = rest
        return edits

    def _broken(self, edits: Edits) -> int:
        return sum(not is_harmless(item) for item in self.ledger(edits).items)

    def _keeps(self, start: int, end: int, edits: Edits) -> bool:
        moved = tuple(replace(edit, start=edit.start - start, end=edit.end - start) for edit in edits)
        return self._compare(self.text[start:end], moved).status == "kept"

    def _compare(self, original: str, edits: Edits) -> FactLedger:
        rewritten, manners = apply_edits(original, edits), manners_of(edits)
        return compare(original, rewritten, language=self.language, transformation_type=self.wanted, manners=manners)


def _by_sentence(document: Document, edits: Edits, language: Language) -> list[tuple[int, int, Edits]]:
    """Edits grouped by the sentence they stand in; an edit that spans two joins them."""
    starts = [0, *(sentence.start for sentence in split_sentences(document, language)[1:]), len(document.text) + 1]
    groups: list[tuple[int, int, Edits]] = []
    for edit in edits:
        start = starts[bisect_right(starts, edit.start) - 1]
        end = starts[bisect_right(starts, max(edit.end - 1, edit.start))]
        if groups and start < groups[-1][1]:
            start, _end, mates = groups.pop()
            groups.append((start, max(end, _end), (*mates, edit)))
        else:
            groups.append((start, end, (edit,)))
    return groups
