"""What a comparison looks past: edits that change manners and no facts, and what a summary leaves out on purpose."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from apps.transform.contracts import Edit, Language
from apps.transform.factlock.clauses import Clause, Reading
from apps.transform.factlock.spans import Spans, inside, overlapping
from tonebridge.rulebooks import load_entries


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
    clauses = tuple(c for c in reading.clauses if not inside(_first(c, reading), spans))
    anchors = tuple(a for a in reading.anchors if not inside(a.start, spans))
    return replace(reading, clauses=clauses, anchors=anchors)


def _first(clause: Clause, reading: Reading) -> int:
    """Where a clause begins, past the space before it."""
    said = reading.text[clause.start : clause.end]
    return clause.start + len(said) - len(said.lstrip())


def _hushed(clause: Clause, spans: Spans) -> Clause:
    near = overlapping(clause.start, clause.end, spans)
    cues = tuple(cue for cue in clause.cues if not overlapping(cue.start, cue.end, near))
    return replace(clause, cues=cues) if near else clause


def _lies_in(start: int, end: int, spans: Spans) -> bool:
    return any(left <= start and end <= right for left, right in overlapping(start, end, spans))
