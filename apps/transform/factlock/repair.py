"""Undo what cost a fact: first the one edit, else the sentence's edits, so that the rest of the rewrite can stand."""

from bisect import bisect_right
from dataclasses import replace

from apps.analyze.language.document import Document
from apps.analyze.language.sentences import split_sentences
from apps.transform.contracts import Edit, FactItem, FactLedger, GlossaryEntry, Language, TransformationType
from apps.transform.factlock.compare import compare_edits, is_harmless
from apps.transform.factlock.glossary import is_by_glossary
from apps.transform.rewriting.edits import apply_edits

Edits = tuple[Edit, ...]
Glossary = tuple[GlossaryEntry, ...]
Group = tuple[int, int, Edits]
MOST_TRIALS = 12
"""So many reasons of one sentence are tried one by one before all its edits are undone."""

MOST_PIECES = 60
"""Where more facts are broken than this, every sentence is looked at."""


def repair(
    document: Document,
    edits: Edits,
    *,
    language: Language,
    transformation_type: TransformationType | None,
    glossary: Glossary = (),
) -> tuple[Edits, FactLedger]:
    """The settled edits that keep every fact, and the ledger of the text they make. What the glossary asked for is not undone.

    Its status is `kept` when nothing had to be undone, `repaired` when undoing some edits kept every fact, and `review`
    when facts still differ: then the caller shows what to check, or falls back.
    """
    lock = _Lock(document.text, language, transformation_type, glossary)
    first = lock.ledger(edits)
    if first.status == "kept":
        return edits, first
    safe = lock.repaired(edits, first, _by_sentence(document, edits, language))
    return safe, _marked_repaired(first, lock.ledger(safe))


def _marked_repaired(first: FactLedger, final: FactLedger) -> FactLedger:
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

    def __init__(self, text: str, language: Language, wanted: TransformationType | None, glossary: Glossary) -> None:
        self.text, self.language, self.wanted, self.glossary = text, language, wanted, glossary

    def ledger(self, edits: Edits) -> FactLedger:
        return self._compare(self.text, edits)

    def repaired(self, edits: Edits, ledger: FactLedger, groups: list[Group]) -> Edits:
        """The edits without those that cost a fact, looked for where the broken facts stand, then everywhere.

        So the whole text is compared a few times at most, however many edits it has.
        """
        suspects = self._suspects(ledger, groups)
        for doubted in (suspects, groups):
            starts = {group[0] for group in doubted}
            safe = tuple(
                edit for group in groups for edit in (self._safe_in(*group) if group[0] in starts else group[2])
            )
            ledger = self.ledger(safe)
            if ledger.status == "kept":
                return safe
        guilty = {edit for group in self._suspects(ledger, groups) for edit in group[2] if not is_by_glossary(edit)}
        fewer = tuple(edit for edit in safe if edit not in guilty)
        return min(safe, fewer, key=self._broken)

    def _suspects(self, ledger: FactLedger, groups: list[Group]) -> list[Group]:
        """The groups in whose sentences, as they were or as they are now, a broken fact stands."""
        broken = [item for item in ledger.items if not is_harmless(item)]
        pieces = {
            piece for item in broken for text in (item.original, item.found) for piece in text.split(" … ") if piece
        }
        if len(pieces) > MOST_PIECES:
            return groups
        return [group for group in groups if any(piece in self._said(*group) for piece in pieces)]

    def _said(self, start: int, end: int, edits: Edits) -> str:
        part = self.text[start:end]
        return f"{part}\n{apply_edits(part, _moved(edits, start))}"

    def _safe_in(self, start: int, end: int, edits: Edits) -> Edits:
        """The edits of a stretch of text that can stand: all, all but those of one reason, or none but the glossary's.

        What was done for one reason falls together: "could you" doesn't leave its question mark behind.
        """
        if self._keeps(start, end, edits):
            return edits
        asked = tuple(edit for edit in edits if is_by_glossary(edit))
        reasons = list(dict.fromkeys(edit.reason for edit in edits if edit not in asked))[:MOST_TRIALS]
        fewer = (tuple(edit for edit in edits if edit.reason != reason) for reason in reasons)
        return next((rest for rest in fewer if rest and self._keeps(start, end, rest)), asked)

    def _broken(self, edits: Edits) -> int:
        return sum(not is_harmless(item) for item in self.ledger(edits).items)

    def _keeps(self, start: int, end: int, edits: Edits) -> bool:
        return self._compare(self.text[start:end], _moved(edits, start)).status == "kept"

    def _compare(self, original: str, edits: Edits) -> FactLedger:
        return compare_edits(
            original, edits, language=self.language, transformation_type=self.wanted, glossary=self.glossary
        )


def _moved(edits: Edits, by: int) -> Edits:
    return tuple(replace(edit, start=edit.start - by, end=edit.end - by) for edit in edits)


def _by_sentence(document: Document, edits: Edits, language: Language) -> list[Group]:
    """Edits grouped by the sentence they stand in; an edit that spans two joins them."""
    starts = [0, *(sentence.start for sentence in split_sentences(document, language)[1:]), len(document.text) + 1]
    groups: list[Group] = []
    for edit in edits:
        start = starts[bisect_right(starts, edit.start) - 1]
        end = starts[bisect_right(starts, max(edit.end - 1, edit.start))]
        if groups and start < groups[-1][1]:
            start, _end, mates = groups.pop()
            groups.append((start, max(end, _end), (*mates, edit)))
        else:
            groups.append((start, end, (edit,)))
    return groups
