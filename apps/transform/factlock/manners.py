"""What a comparison looks past: edits that change manners and no facts, and what a summary leaves out on purpose."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from apps.transform.contracts import Edit, Language
from apps.transform.factlock.clauses import Clause, Reading
from tonebridge.rulebooks import load_entries

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class MannerReasons:
    """Reason codes of the edits of one language."""

    language: Language
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Manners:
    """The spans of such edits in the original and, shifted by the edits before them, in the rewrite."""

    before: Spans = ()
    after: Spans = ()


@lru_cache(maxsize=1)
def manner_reasons() -> frozenset[str]:
    """The codes in `manners.yaml`."""
    entries = load_entries(Path(__file__).with_name("manners.yaml"), MannerReasons)
    return frozenset(reason for entry in entries for reason in entry.reasons)


def manners_of(edits: Iterable[Edit]) -> Manners:
    """Where settled edits change manners only."""
    before, after, shift = [], [], 0
    for edit in edits:
        start = edit.start + shift
        shift += len(edit.replacement) - (edit.end - edit.start)
        if edit.reason in manner_reasons():
            before.append((edit.start, edit.end))
            after.append((start, edit.end + shift))
    return Manners(tuple(before), tuple(after))


def hush(reading: Reading, spans: Spans) -> Reading:
    """A reading in which these spans mean nothing; their literal facts stay."""
    if not spans:
        return reading
    clauses = tuple(_hushed(clause, spans) for clause in reading.clauses)
    anchors = tuple(a for a in reading.anchors if not (a.is_term and _lies_in(a.start, a.end, spans)))
    return replace(reading, clauses=clauses, anchors=anchors, manners=spans)


def without(reading: Reading, spans: Spans) -> Reading:
    """A reading without the clauses and literal facts that begin in these spans."""
    if not spans:
        return reading
    clauses = tuple(c for c in reading.clauses if not _begins_in(_first(c, reading), spans))
    anchors = tuple(a for a in reading.anchors if not _begins_in(a.start, spans))
    return replace(reading, clauses=clauses, anchors=anchors)


def _first(clause: Clause, reading: Reading) -> int:
    """Where a clause begins, past the space before it."""
    said = reading.text[clause.start : clause.end]
    return clause.start + len(said) - len(said.lstrip())


def _begins_in(at: int, spans: Spans) -> bool:
    nearest = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return nearest >= 0 and at < spans[nearest][1]


def _hushed(clause: Clause, spans: Spans) -> Clause:
    near = tuple((start, end) for start, end in spans if start < clause.end and clause.start < end)
    if not near:
        return clause
    return replace(clause, cues=tuple(cue for cue in clause.cues if not _touches(cue.start, cue.end, near)))


def _touches(start: int, end: int, spans: Spans) -> bool:
    return any(start < right and left < end for left, right in spans)


def _lies_in(start: int, end: int, spans: Spans) -> bool:
    return any(left <= start and end <= right for left, right in spans)
