"""A look at the result, sentence by sentence: what is harsh still is left as it was written, and marked.

Half of a sentence in kind words and half of it in rude ones is worse than either.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from apps.analyze.language.document import Document
from apps.analyze.language.sentences import split_sentences
from apps.transform.contracts import Edit, Language, Unsure
from apps.transform.rewriting.edits import apply_edits

SNEERS = re.compile("[🙄😤😠😡🤬😒🖕💢🤡🙃😑]")
"""Faces that no rule may change, and that no kind sentence has."""

STILL_HARSH = "still_harsh"
KEPT = "forbidden_term"
"""An organization's own words are replaced in every sentence."""

Span = tuple[int, int]


@dataclass(frozen=True)
class Sentence:
    """A sentence of the result: `[start, end)` is where it was in the original, `edits` made it what it is.

    `was` and `now` have holes for opaque spans. Two that an edit spans are one.
    """

    start: int
    end: int
    was: str
    now: str
    edits: tuple[Edit, ...]


Harsh = Callable[[Sentence, bool], bool]
"""Whether a sentence of the result is harsh still; the other argument says whether its message was rude elsewhere."""

MILD = frozenset(
    [
        "casual",
        "cushion",
        "closing",
        "plain_ending",
        "blunt_request",
        "prohibition",
        "refusal",
        "forbidden_term",
        "soften_en.order",
        "soften_en.refusal",
        "soften_en.prohibition",
        "soften_en.shouting",
        "soften_en.assertion",
    ]
)
"""Reasons of edits that a curt message needs, too."""


@dataclass(frozen=True)
class Reviewed:
    """The edits that stay, and the sentences that are harsh still."""

    edits: tuple[Edit, ...]
    unsure: tuple[Unsure, ...]


def review(document: Document, edits: tuple[Edit, ...], language: Language, harsh: Harsh) -> Reviewed:
    """The ordered, disjoint edits without those of sentences that stay harsh, and where these are."""
    sentences = tuple(_sentences(document, edits, language))
    sneers = SNEERS.search(document.text) is not None
    hurts = [harsh(each, False) or (sneers and _sneers(document.text, each)) for each in sentences]
    rude = any(hurts) or any(edit.reason not in MILD for edit in edits)
    left = [each for each, hurt in zip(sentences, hurts, strict=True) if hurt or (rude and harsh(each, True))]
    undone = {edit for sentence in left for edit in sentence.edits if edit.reason != KEPT}
    marks = tuple(Unsure(sentence.start, sentence.end, STILL_HARSH) for sentence in left)
    return Reviewed(tuple(edit for edit in edits if edit not in undone), marks)


def _sneers(text: str, sentence: Sentence) -> bool:
    return SNEERS.search(text, sentence.start, sentence.end) is not None


def _sentences(document: Document, edits: tuple[Edit, ...], language: Language) -> Iterator[Sentence]:
    """The sentences of the document with their edits; neighbours that one edit changes together are one."""
    spans = [(each.start, each.end) for each in split_sentences(document, language) if not each.is_opaque]
    for (start, end), inside in _joined(spans, edits):
        if not inside:
            was = document.prose[start:end]
            yield Sentence(start, end, was, was, ())
            continue
        first = min([start, *(edit.start for edit in inside)])
        last = max([end, *(edit.end for edit in inside)])
        moved = (replace(edit, start=edit.start - first, end=edit.end - first) for edit in inside)
        now = apply_edits(document.prose[first:last], moved)
        yield Sentence(start, end, document.prose[start:end], now, inside)


def _joined(spans: list[Span], edits: Iterable[Edit]) -> list[tuple[Span, tuple[Edit, ...]]]:
    owned = _owned(spans, edits)
    found: list[tuple[Span, tuple[Edit, ...]]] = []
    for span, inside in zip(spans, owned, strict=True):
        if found and found[-1][1] and any(edit.end > span[0] for edit in found[-1][1]):
            (start, _end), before = found.pop()
            found.append(((start, span[1]), (*before, *inside)))
        else:
            found.append((span, tuple(inside)))
    return found


def _owned(spans: list[Span], edits: Iterable[Edit]) -> list[list[Edit]]:
    """Each edit with the first sentence that it changes; what is put in between two goes with the one that it touches."""
    ends = [end for _start, end in spans]
    owned: list[list[Edit]] = [[] for _ in spans]
    for edit in edits if spans else ():
        at = min(bisect_right(ends, edit.start), len(spans) - 1)
        behind = at > 0 and edit.start == edit.end == ends[at - 1] < spans[at][0]
        owned[at - behind].append(edit)
    return owned
