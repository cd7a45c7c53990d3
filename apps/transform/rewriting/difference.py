"""A rewritten text as edits of its original: a sentence an edit, so that any of them can be taken back alone.

What both have is left alone; opaque spans are never part of an edit.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from apps.analyze.language.document import Document, read_document
from apps.analyze.language.sentences import Sentence, split_sentences
from apps.transform.contracts import Edit, Language
from apps.transform.rewriting.edits import trim

LATIN = re.compile("[A-Za-z]")
MOST_SENTENCES = 400
"""Of more, the whole text is one edit: matching takes time by the square."""


def edits_between(document: Document, rewritten: str, *, language: Language, reason: str) -> tuple[Edit, ...]:
    """Ordered, disjoint edits that make `rewritten` of the document, but for the space between sentences."""
    new = read_document(rewritten)
    before, after = split_sentences(document, language), split_sentences(new, language)
    if not before or not after or max(len(before), len(after)) > MOST_SENTENCES:
        return (Edit(0, len(document.text), rewritten, reason),)
    found: list[Edit] = []
    matched = SequenceMatcher(None, _texts(document, before), _texts(new, after), autojunk=False).get_opcodes()
    for _tag, i, j, k, m in (opcode for opcode in matched if opcode[0] != "equal"):
        found += _changed(document, before[i:j], new, after[k:m], _place(document, before, i), reason)
    return tuple(part for edit in found for part in _around_opaque(document, edit))


def _texts(document: Document, sentences: tuple[Sentence, ...]) -> list[str]:
    return [document.text[s.start : s.end] for s in sentences]


def _place(document: Document, sentences: tuple[Sentence, ...], at: int) -> int:
    """Where something new goes that stands before the sentence `at`."""
    return sentences[at].start if at < len(sentences) else sentences[-1].end


def _changed(
    document: Document, old: tuple[Sentence, ...], new: Document, given: tuple[Sentence, ...], place: int, reason: str
) -> Iterator[Edit]:
    if old and len(old) == len(given):
        for one, other in zip(old, given, strict=True):
            yield Edit(one.start, one.end, new.text[other.start : other.end], reason)
    elif old and given:
        yield Edit(old[0].start, old[-1].end, new.text[given[0].start : given[-1].end], reason)
    elif old:
        yield Edit(old[0].start, old[-1].end, "", reason)
    else:
        yield Edit(place, place, _set_apart(document, place, new.text[given[0].start : given[-1].end]), reason)


def _set_apart(document: Document, place: int, text: str) -> str:
    """New sentences keep clear of those beside them."""
    gap = "" if text.endswith(("。", "！", "？")) else " "
    return text + gap if place < len(document.text) and not document.text[place].isspace() else gap + text


def _around_opaque(document: Document, edit: Edit) -> Iterator[Edit]:
    """The parts between opaque spans, where the replacement has those in the same order; else the edit as it is,
    which settling drops: the sentence stays as it was."""
    old_at, new_at, parts = edit.start, 0, list[Edit]()
    for span in document.opaque_within(edit.start, edit.end):
        found = edit.replacement.find(document.text[span.start : span.end], new_at)
        if found < 0:
            return (yield edit)
        parts.append(replace(edit, start=old_at, end=span.start, replacement=edit.replacement[new_at:found]))
        old_at, new_at = span.end, found + span.end - span.start
    parts.append(replace(edit, start=old_at, replacement=edit.replacement[new_at:]))
    yield from (_whole_words(part, document.text) for part in parts if _differs(document, part))
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


def _differs(document: Document, edit: Edit) -> bool:
    return document.text[edit.start : edit.end] != edit.replacement
