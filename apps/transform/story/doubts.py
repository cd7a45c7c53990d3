"""What a result says about passages that the rules couldn't improve or aren't sure about."""

from collections.abc import Iterable, Iterator
from itertools import islice

from apps.analyze.language.document import Document
from apps.analyze.language.sentences import split_sentences
from apps.transform.contracts import Draft, Edit, TransformRequest, Unsure, UnsurePassage
from apps.transform.rewriting.rulebook import reason_text
from apps.transform.story.verifying import Verified

TAKEN_BACK = "taken_back"
MOST_PASSAGES = 60
"""More than that nobody looks at one by one, and pages look for each among all the others."""


def doubts_of(
    wanted: TransformRequest, document: Document, draft: Draft, verified: Verified
) -> tuple[UnsurePassage, ...]:
    """The draft's unsure passages, and the sentences in which the fact lock took a change back, in the order of the original.

    A sentence that a passage of the draft stands in is named once. Raises KeyError for a code that no table of reasons has.
    """
    known = tuple(islice(_within(draft.unsure, len(wanted.text)), MOST_PASSAGES))
    found = {*known, *_taken_back(wanted, document, verified.undone, known)}
    ordered = sorted(found, key=lambda each: (each.start, each.end, each.code))
    return tuple(_told(each, wanted) for each in ordered[:MOST_PASSAGES])


def _within(passages: Iterable[Unsure], length: int) -> Iterator[Unsure]:
    """Those that name at least one character of a text of that length, and none beyond it."""
    for each in passages:
        start, end = max(each.start, 0), min(each.end, length)
        if start < end:
            yield Unsure(start, end, each.code)


def _taken_back(
    wanted: TransformRequest, document: Document, undone: tuple[Edit, ...], known: tuple[Unsure, ...]
) -> Iterator[Unsure]:
    """The sentences that undone edits stand in."""
    for sentence in split_sentences(document, wanted.language) if undone else ():
        is_here = any(sentence.start <= edit.start < sentence.end and edit.end > edit.start for edit in undone)
        if is_here and not any(each.start < sentence.end and sentence.start < each.end for each in known):
            yield Unsure(sentence.start, sentence.end, TAKEN_BACK)


def _told(passage: Unsure, wanted: TransformRequest) -> UnsurePassage:
    text = wanted.text[passage.start : passage.end]
    return UnsurePassage(
        passage.start, passage.end, text, passage.code, reason_text(passage.code, wanted.reader_language)
    )
