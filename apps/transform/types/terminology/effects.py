"""A closing line in plain words: what the message means for people who use the service."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from apps.analyze.language.document import HOLE, Document
from apps.transform.contracts import Edit, Language
from apps.transform.rewriting.rulebook import load_entries, wording_beside

RULES = Path(__file__).with_name("effects.yaml")
WORDS = wording_beside(__file__)
MOST = 3
OVER = re.compile(
    r"復旧|解消|回復|収束|落ち着|直りました|直った|\b(?:fixed|resolved|recovered|back to normal|restored)\b", re.I
)
"""Signs that a trouble is over: what it meant for users is then no longer so."""


@dataclass(frozen=True)
class Effect:
    """A pattern (without case) and what follows from it; {name} stands for a named group.

    `ongoing` says that it only holds while the trouble lasts.
    """

    code: str
    language: str
    when: str
    says: str
    ongoing: bool = False

    def __post_init__(self) -> None:
        groups = re.compile(self.when).groupindex
        unknown = set(re.findall(r"\{(\w+)\}", self.says)) - set(groups)
        if unknown:
            raise ValueError(f"no group {sorted(unknown)}")


def effect_line(document: Document, language: Language) -> Edit | None:
    """The line as an insertion at the end; None where nothing follows, or the text says it already."""
    told = [said for said in _told(document, language) if said not in document.text][:MOST]
    if not told:
        return None
    line = WORDS["effects"][language].format(WORDS["semicolon"][language].join(told))
    end = len(document.text.rstrip())
    return Edit(end, end, f"\n\n{line}", "effect_told")


def _told(document: Document, language: str) -> Iterator[str]:
    """One sentence a code, in the order of the rules."""
    seen: set[str] = set()
    for effect, pattern in _effects(language):
        match = pattern.search(document.prose)
        if (
            match
            and effect.code not in seen
            and not (effect.ongoing and OVER.search(document.prose))
            and HOLE not in "".join(match.groupdict().values())
        ):
            seen.add(effect.code)
            yield effect.says.format(**match.groupdict())


@lru_cache(maxsize=2)
def _effects(language: str) -> tuple[tuple[Effect, re.Pattern[str]], ...]:
    entries = (entry for entry in load_entries(RULES, Effect) if entry.language == language)
    return tuple((entry, re.compile(entry.when, re.I)) for entry in entries)
