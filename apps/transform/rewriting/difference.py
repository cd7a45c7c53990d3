"""A rewritten text as edits of its original: a sentence an edit, so that a reader can take any of them back alone.

What both have is left alone; opaque spans are part of an edit only where the rewritten text has others, or has them in another order.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from apps.analyze.language.document import Document, read_document
from apps.analyze.language.sentences import Sentence, split_sentences
from apps.transform.contracts import Edit, Language
from apps.transform.rewriting.edits import trim

LATIN = re.compile("[A-Za-z]")
Stretch = tuple[int, int, int, int]
"""Where it begins and ends in the document, and in the rewritten text."""
MOST_SENTENCES = 400
"""Of more, the whole text is one edit: matching takes time by the square."""


def edits_between(document: Document, rewritten: str, *, language: Language, reason: str) -> tuple[Edit, ...]:
    """Ordered, disjoint edits that make `rewritten` of the document, but for the space around the whole text, which stays."""
    new = read_document(rewritten)
    before, after = split_sentences(document, language), split_sentences(new, language)
    if not before or not after or max(len(before), len(after)) > MOST_SENTENCES:
        return (Edit(0, len(document.text), rewritten, reason),)
    stretches = _stretches(document.text, rewritten, tuple(_pairs(document, before, new, after)))
    found = _changed(document.text, (Edit(i, j, rewritten[k:m], reason) for i, j, k, m in stretches))
    return _apart(part for edit in found for part in _around_opaque(document, edit))


def _pairs(
    document: Document, before: tuple[Sentence, ...], new: Document, after: tuple[Sentence, ...]
) -> Iterator[tuple[Sentence, Sentence]]:
    """Which sentence became which, where that can be told."""
    matched = SequenceMatcher(None, _texts(document, before), _texts(new, after), autojunk=False).get_opcodes()
    for _tag, i, j, k, m in matched:
        if j - i == m - k:
            yield from zip(before[i:j], after[k:m], strict=True)


def _texts(document: Document, sentences: tuple[Sentence, ...]) -> list[str]:
    return [document.text[s.start : s.end] for s in sentences]


def _stretches(old: str, new: str, pairs: tuple[tuple[Sentence, Sentence], ...]) -> Iterator[Stretch]:
    """By turns what stands between pairs of sentences, and a pair: in order, and all of both texts but for the space around them."""
    at, to = len(old) - len(old.lstrip()), len(new) - len(new.lstrip())
    for one, other in pairs:
        yield at, one.start, to, other.start
        yield one.start, one.end, other.start, other.end
        at, to = one.end, other.end
    yield at, max(at, len(old.rstrip())), to, max(to, len(new.rstrip()))


def _changed(text: str, edits: Iterable[Edit]) -> list[Edit]:
    """Those that change something; other space before a sentence is in one edit with what became of the sentence."""
    found: list[Edit] = []
    for edit in edits:
        if found and found[-1].end == edit.start and _is_space(found[-1], text) and not _same(edit, text):
            last = found.pop()
            edit = replace(edit, start=last.start, replacement=last.replacement + edit.replacement)
        found += [] if _same(edit, text) else [edit]
    return found


def _is_space(edit: Edit, text: str) -> bool:
    return not (text[edit.start : edit.end] + edit.replacement).strip()


def _same(edit: Edit, text: str) -> bool:
    return text[edit.start : edit.end] == edit.replacement


def _apart(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The same, no two at one place: what is put in right before or behind another edit is part of that one."""
    found: list[Edit] = []
    for edit in edits:
        if found and found[-1].end == edit.start and edit.start in (found[-1].start, edit.end):
            last = found.pop()
            edit = replace(last, end=edit.end, replacement=last.replacement + edit.replacement)
        found.append(edit)
    return tuple(found)


def _around_opaque(document: Document, edit: Edit) -> Iterator[Edit]:
    """The parts between opaque spans, where the replacement has those in the same order; else the edit as it is."""
    old_at, new_at, parts = edit.start, 0, list[Edit]()
    for span in document.opaque_within(edit.start, edit.end):
        found = edit.replacement.find(document.text[span.start : span.end], new_at)
        if found < 0:
            return (yield edit)
        parts.append(replace(edit, start=old_at, end=span.start, replacement=edit.replacement[new_at:found]))
        old_at, new_at = span.end, found + span.end - span.start
    parts.append(replace(edit, start=old_at, replacement=edit.replacement[new_at:]))
    yield from (_whole_words(part, document.text) for part in parts if not _same(part, document.text))
    return None


def _whole_words(part: Edit, text: str) -> Edit:
    """Trimmed, but for Latin words, which nobody reads in pieces: Bring → Please bring, rather than B → Please b."""
    edit, original, new = trim(part, text), text[part.start : part.end], part.replacement
    head, tail = edit.start - part.start, part.end - edit.end
    while head and _joined(original[head - 1], original[head : head + 1], new[head : head + 1]):
        head -= 1
    while tail and _joined(original[-tail], original[:-tail][-1:], new[:-tail][-1:]):
        tail -= 1
    return replace(part, start=part.start + head, end=part.end - tail, replacement=new[head : len(new) - tail])


def _joined(letter: str, *neighbours: str) -> bool:
    """Whether a letter and one of its neighbours are of one word."""
    return bool(LATIN.match(letter)) and any(LATIN.match(each) for each in neighbours)
