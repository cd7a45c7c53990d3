"""Passages that somebody should look at, where they stand in a result (`static/js/unsure.js` does the same for a text that a reader
has changed).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apps.transform.contracts import Change, UnsurePassage
from apps.transform.rewriting.reader import passage_as_read_in
from apps.transform.web.words.rendering import Spot
from tonebridge.pages.language import page_language

ENDS = " \t\n\u3000.。!！?？"
"""What a passage may have lost at its end where it became a line of a list."""
OF_THE_MESSAGE = frozenset({"not_helped", "subject_unsure"})
"""Codes that say something of the message, where they are said of all of it: no place is to be shown."""
Place = tuple[int, int]


@dataclass(frozen=True)
class ShownUnsure:
    """A passage with its number in the list, from 1, and why in the page's language. `spot` is where it stands in the result, if it does.

    `is_whole`: it is about the message rather than about a passage.
    """

    number: int
    passage: UnsurePassage
    spot: Spot | None
    is_whole: bool


def shown_unsure(
    passages: Sequence[UnsurePassage], original: str, text: str, changes: Sequence[Change]
) -> tuple[ShownUnsure, ...]:
    """The passages in their order. `changes` are ordered, disjoint, and make `text` of `original`; no place is shown twice."""
    return tuple(_shown(passages, original, text, changes))


def _shown(
    passages: Sequence[UnsurePassage], original: str, text: str, changes: Sequence[Change]
) -> Iterator[ShownUnsure]:
    taken: list[Place] = []
    for number, each in enumerate(passages, 1):
        told = passage_as_read_in(page_language(), each)
        is_whole = each.code in OF_THE_MESSAGE and each.text.strip() == original.strip()
        place = None if is_whole else _carried(each, changes) or _found(each.text, text, taken)
        place = _clear(place, text, taken) if place else None
        taken += [place] if place else []
        yield ShownUnsure(number, told, Spot(*place, number, told.message) if place else None, is_whole)


def _carried(passage: UnsurePassage, changes: Sequence[Change]) -> Place | None:
    """Where changes before it and in it have moved it to; None where one goes across its edge."""
    start, end = passage.start, passage.end
    for change in changes:
        if any(change.start < edge < change.end for edge in (passage.start, passage.end)):
            return None
        grown = len(change.replacement) - (change.end - change.start)
        start += grown if change.end <= passage.start else 0
        end += grown if change.start < passage.end or change.end <= passage.start else 0
    return start, end


def _found(words: str, text: str, taken: Sequence[Place]) -> Place | None:
    """The first place of the same words that is no other passage's."""
    for sought in (words.strip(), words.strip().rstrip(ENDS)):
        places = (match.span() for match in re.finditer(re.escape(sought), text)) if sought else ()
        if free := next((place for place in places if not _meets(place, taken)), None):
            return free
    return None


def _meets(place: Place, taken: Sequence[Place]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in taken)


def _clear(place: Place, text: str, taken: Sequence[Place]) -> Place | None:
    """The place without space around it; None where nothing is left of it, or another passage stands there."""
    inner = text[place[0] : place[1]]
    start = place[0] + len(inner) - len(inner.lstrip())
    end = start + len(inner.strip())
    return (start, end) if start < end and not _meets((start, end), taken) else None
