"""What a text that was written anew says without a cue, or with a phrase that the lexicon of cues takes apart."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

from apps.analyze.language.polarity import Cue, CueEntry
from apps.analyze.language.width import fold
from apps.transform.contracts import FactItem, Language
from apps.transform.factlock.clauses import Clause, Reading
from apps.transform.factlock.values.words import find_quotations
from tonebridge.rulebooks import load_entries

FOLDER = Path(__file__).parent
Implied = Literal["negation", "obligatory", "uncertain", "only", "optional"]


@dataclass(frozen=True)
class ImpliedEntry:
    """Words that may stand for a lost cue of a kind."""

    kind: Implied
    language: Language
    pattern: str


@lru_cache(maxsize=2)
def _phrases(language: Language) -> tuple[tuple[CueEntry, re.Pattern[str]], ...]:
    entries = load_entries(FOLDER / "phrases.yaml", CueEntry)
    return tuple((entry, re.compile(entry.pattern, re.I | re.M)) for entry in entries if entry.language == language)


@lru_cache(maxsize=2)
def _implied(language: Language) -> dict[str, re.Pattern[str]]:
    entries = load_entries(FOLDER / "implied.yaml", ImpliedEntry)
    return {f"meaning_{e.kind}": re.compile(e.pattern, re.I) for e in entries if e.language == language}


def reread(reading: Reading) -> Reading:
    """The reading with the cues of whole phrases in the place of those inside them, and none inside quotations: those are compared
    as values.
    """
    text = fold(reading.prose)
    quoted = [(word.start, word.end) for word in find_quotations(fold(reading.text))]
    own = _disjoint(reading.language, text)
    spans = [*quoted, *((cue.start, cue.end) for cue in own)]
    return replace(reading, clauses=tuple(_reread(clause, own, spans) for clause in reading.clauses))


def _disjoint(language: Language, text: str) -> list[Cue]:
    found = list[Cue]()
    for entry, pattern in _phrases(language):
        for match in pattern.finditer(text):
            if match.group() and not any(cue.start < match.end() and match.start() < cue.end for cue in found):
                found.append(Cue(entry.kind, match.start(), match.end(), match.group()))
    return found


def _reread(clause: Clause, own: Iterable[Cue], spans: Iterable[tuple[int, int]]) -> Clause:
    left = [cue for cue in clause.cues if not any(start < cue.end and cue.start < end for start, end in spans)]
    mine = [cue for cue in own if clause.start <= cue.start < clause.end and cue.kind != "courtesy"]
    return replace(clause, cues=tuple(sorted([*left, *mine], key=lambda cue: cue.start)))


def is_implied(item: FactItem, before: Reading, after: Reading) -> bool:
    """Whether the rewrite says by another word what the finding misses."""
    pattern = _implied(before.language).get(item.reason)
    if pattern is None:
        return False
    said, told = (item.original, item.found) if item.found else (before.prose, after.prose)
    return bool(_words(pattern, told) - _words(pattern, said))


def _words(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(match.group().casefold() for match in pattern.finditer(fold(text)))
