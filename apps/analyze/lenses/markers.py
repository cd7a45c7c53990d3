"""Phrases that a lens counts, as data: `lexicons/<lens>.yaml`."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from apps.analyze.contracts import Evidence
from apps.analyze.language.width import fold
from apps.analyze.lenses.subject import Subject
from apps.analyze.lexicons import FOLDER
from tonebridge.rulebooks import load_entries

HARMLESS = "harmless"
"""The label of an entry that takes the span of what only looks like a marker."""


@dataclass(frozen=True)
class MarkerEntry:
    """Patterns that mean the same to a lens. `weight` is how much one of them counts, on the lens's own scale."""

    label: str
    language: Literal["ja", "en"]
    weight: float
    patterns: tuple[str, ...]

    def __post_init__(self) -> None:
        try:
            re.compile("|".join(self.patterns), re.I | re.M)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error


@dataclass(frozen=True)
class Hit:
    """A marker found in a text."""

    label: str
    weight: float
    evidence: Evidence


@lru_cache(maxsize=32)
def _compiled(lexicon: str, language: str) -> tuple[tuple[str, float, re.Pattern[str]], ...]:
    entries = load_entries(FOLDER / f"{lexicon}.yaml", MarkerEntry)
    return tuple(
        (entry.label, entry.weight, re.compile("|".join(entry.patterns), re.I | re.M))
        for entry in entries
        if entry.language == language
    )


@lru_cache(maxsize=64)
def find_markers(subject: Subject, lexicon: str, *, raw: bool = False) -> tuple[Hit, ...]:
    """The markers of a lexicon in a text, in order and disjoint; an earlier entry takes its span first.

    `raw` looks at opaque spans (code, quotations) too.
    """
    text = fold(subject.text if raw else subject.prose)
    taken = bytearray(len(text))
    hits = []
    for label, weight, pattern in _compiled(lexicon, subject.language):
        for match in pattern.finditer(text):
            start, end = match.span()
            if start < end and not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                if label != HARMLESS:
                    hits.append(Hit(label, weight, subject.evidence(start, end, label)))
    return tuple(sorted(hits, key=lambda hit: hit.evidence.start))


def saturate(total: float) -> float:
    """A sum of weights as a score: 0 stays 0, and more evidence never passes 1."""
    return max(0.0, total / (1.0 + total)) if total > 0 else 0.0
