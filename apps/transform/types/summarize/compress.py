"""Shorten one statement without touching what it says: fillers, empty parentheses, wordy endings, the reason clause.

Level 1 takes fillers; 2 also parentheses without figures and wordy endings; 3 also the reason before a decision.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from apps.analyze.language.document import read_document
from apps.transform.contracts import Edit
from apps.transform.rewriting.edits import apply_edits, settle, trim
from apps.transform.rewriting.rulebook import load_entries

GROUP = re.compile(r"\\g<(\w+)>")
RULES = Path(__file__).with_name("compression.yaml")


@dataclass(frozen=True)
class Compression:
    """A pattern and what replaces it, from a level (1–3) on; groups by name, as \\g<name>."""

    language: str
    level: int
    pattern: str
    replacement: str = ""

    def __post_init__(self) -> None:
        re.compile(self.pattern)
        if self.language not in ("ja", "en") or self.level not in (1, 2, 3):
            raise ValueError("language is ja or en, level 1–3")


def compress(text: str, language: str, level: int) -> str:
    """The text, shorter where a rule of this level applies; what is opaque is never touched."""
    for pattern, replacement in _rules(language, level):
        shorter = _applied(text, pattern, replacement)
        text = shorter if len(shorter.strip()) > 1 else text
    return text.strip() if language == "ja" else _tidy(text)


def _applied(text: str, pattern: re.Pattern[str], replacement: str) -> str:
    document = read_document(text)
    found = pattern.finditer(document.prose)
    edits = (trim(Edit(*m.span(), _expanded(m, replacement, text), "summarized"), text) for m in found)
    return apply_edits(text, settle(edits, document))


def _expanded(match: re.Match[str], replacement: str, text: str) -> str:
    """The replacement with the groups as they stand in the text: the prose has holes where something is opaque."""
    return GROUP.sub(lambda group: text[slice(*match.span(group[1]))], replacement)


def _tidy(text: str) -> str:
    text = re.sub(r" {2,}", " ", text).strip()
    return text[:1].upper() + text[1:] if re.match(r"[a-z]+\b(?![._/(])", text) else text


@lru_cache(maxsize=8)
def _rules(language: str, level: int) -> tuple[tuple[re.Pattern[str], str], ...]:
    entries = load_entries(RULES, Compression)
    return tuple((re.compile(e.pattern), e.replacement) for e in entries if e.language == language and e.level <= level)
