"""Words that say by themselves what a text that was written anew lacks as a cue: unlocked, isn't locked."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from apps.analyze.language.width import fold
from apps.transform.contracts import FactItem, Language
from apps.transform.factlock.clauses import Reading
from tonebridge.resilience import deadline
from tonebridge.rulebooks import load_entries

FILE = Path(__file__).with_name("implied.yaml")
Implied = Literal["negation", "obligatory", "uncertain", "only", "optional"]


@dataclass(frozen=True)
class ImpliedEntry:
    """Words that may stand for a lost cue of a kind."""

    kind: Implied
    language: Language
    pattern: str


@lru_cache(maxsize=2)
def _patterns(language: Language) -> dict[str, re.Pattern[str]]:
    """By the reason of what they excuse."""
    entries = load_entries(FILE, ImpliedEntry)
    return {f"meaning_{e.kind}": re.compile(e.pattern, re.I) for e in entries if e.language == language}


def is_implied(item: FactItem, before: Reading, after: Reading) -> bool:
    """Whether the rewrite says by another word what the finding misses."""
    pattern = _patterns(before.language).get(item.reason)
    if pattern is None:
        return False
    said, told = (item.original, item.found) if item.found else (before.prose, after.prose)
    return bool(_words(pattern, told) - _words(pattern, said))


@lru_cache(maxsize=64)
def _words(pattern: re.Pattern[str], text: str) -> Counter[str]:
    """Remembered: many findings are of the same passage."""
    deadline.check()
    return Counter(match.group().casefold() for match in pattern.finditer(fold(text)))
