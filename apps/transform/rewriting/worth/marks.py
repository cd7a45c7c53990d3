"""What a sentence shows of its weight in a summary: courtesy, small talk, good news, trouble, a new matter. Patterns: marks.yaml."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from apps.transform.rewriting.rulebook import load_entries

Kind = Literal[
    "courtesy",
    "wish",
    "chat",
    "good",
    "done",
    "trouble",
    "shift",
    "contrast",
    "topic",
    "spare",
    "genre",
    "outburst",
    "choice",
    "weighed",
    "override",
    "dictates",
]
MARKS = Path(__file__).with_name("marks.yaml")
READ = 600
"""Characters of a sentence that are looked at: time stays linear on texts without an end mark."""


@dataclass(frozen=True)
class Mark:
    """A pattern (without case) that marks a sentence of one language."""

    kind: Kind
    language: str
    pattern: str

    def __post_init__(self) -> None:
        re.compile(self.pattern)
        if self.kind not in get_args(Kind) or self.language not in ("ja", "en"):
            raise ValueError(f"unknown kind {self.kind!r} or language {self.language!r}")


def shows(kind: Kind, text: str, language: str) -> bool:
    """Whether a pattern of this kind is found."""
    return any(pattern.search(text[:READ]) for pattern in _patterns(kind, language))


@lru_cache(maxsize=64)
def _patterns(kind: Kind, language: str) -> tuple[re.Pattern[str], ...]:
    entries = load_entries(MARKS, Mark)
    return tuple(re.compile(e.pattern, re.I) for e in entries if e.kind == kind and e.language == language)
