"""Words that someone outside engineering may not know."""

import re
from dataclasses import dataclass
from functools import lru_cache

from apps.analyze.contracts import Jargon, Language
from apps.analyze.lenses.subject import Subject
from apps.analyze.lexicons import FOLDER
from tonebridge.rulebooks import load_entries


@dataclass(frozen=True)
class JargonEntry:
    """The jargon of one language."""

    language: Language
    terms: tuple[str, ...]


@lru_cache(maxsize=2)
def _pattern(language: Language) -> re.Pattern[str]:
    terms = {
        t
        for entry in load_entries(FOLDER / "jargon.yaml", JargonEntry)
        if entry.language == language
        for t in entry.terms
    }
    longest_first = sorted(terms, key=lambda term: (-len(term), term))
    # Looking for a word's first letter first spares most places the many alternatives.
    firsts = "".join(sorted({re.escape(term[0]) for term in terms}))
    words = "|".join(_whole(term) for term in longest_first)
    begins = r"(?<![A-Za-z0-9_])" if all(term[0].isascii() for term in terms) else ""
    return re.compile(f"{begins}(?=[{firsts}])(?:{words})", re.I if language == "en" else 0)


def _whole(term: str) -> str:
    """The term as a whole word. A katakana word isn't part of a longer one (ログ in ブログ, カタログ)."""
    edge = "A-Za-z0-9_" if term[0].isascii() else "ァ-ヴー" if "ァ" <= term[0] <= "ヴ" else ""
    return rf"(?<![{edge}]){re.escape(term)}(?![{edge}])" if edge else re.escape(term)


def measure_jargon(subject: Subject) -> Jargon:
    """Terms per word, 0 to 1, and the terms."""
    found = _pattern(subject.language).finditer(subject.prose)
    terms = tuple(subject.evidence(match.start(), match.end(), "jargon") for match in found)
    return Jargon(round(min(1.0, len(terms) / subject.word_count), 3), terms)
