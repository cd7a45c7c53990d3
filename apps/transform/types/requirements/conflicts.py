"""Wishes that may not go together: told, never resolved."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from apps.analyze.language.document import HOLE
from apps.transform.contracts import Language
from apps.transform.rewriting.roles.facts import due_of
from apps.transform.rewriting.rulebook import load_entries, wording_beside
from apps.transform.types.requirements.categories import Category
from apps.transform.types.requirements.sort import Item

RULES = Path(__file__).with_name("conflicts.yaml")
WORDS = wording_beside(__file__)
LONGEST = 60
"""Characters of a passage that is quoted whole."""
BOUNDARY = re.compile(r"[。、;；!?！？\n()（）]|[.,:](?=\s|$)|[①-⑳]|\s\d(?=\s)")


@dataclass(frozen=True)
class Clash:
    """Two patterns (without case) that seldom go together, and what to say when both are found."""

    code: str
    language: str
    one: str
    other: str
    says: str

    def __post_init__(self) -> None:
        re.compile(self.one)
        re.compile(self.other)


def conflicts(prose: str, items: Sequence[Item], language: Language) -> list[str]:
    """A sentence for each possible conflict, with the words of the message that raise it."""
    found = dict(reversed([*_clashes(prose, language)]))
    return [*reversed(found.values()), *_dates(items, language)]


def _clashes(prose: str, language: Language) -> Iterator[tuple[frozenset[str], str]]:
    for one, other, says in _rules(language):
        first, second = one.search(prose), other.search(prose)
        if first and second and (first.end() <= second.start() or second.end() <= first.start()):
            end = "。" if language == "ja" else "."
            passages = _passages(prose, first, second)
            yield frozenset(passages), WORDS["clash"][language].format(says.rstrip(end), *passages)


def _passages(prose: str, first: re.Match[str], second: re.Match[str]) -> tuple[str, str]:
    """The clauses that the two were found in; only the words found, where that is one clause or it is long."""
    around = [_clause_around(prose, match) for match in (first, second)]
    whole = around[0] != around[1] and all(end - start <= LONGEST for start, end in around) and HOLE not in prose
    spans = around if whole else [first.span(), second.span()]
    one, other = (re.sub(r"\s+", " ", prose[start:end]).strip(" 、,") for start, end in spans)
    return one, other


def _clause_around(prose: str, match: re.Match[str]) -> tuple[int, int]:
    before = max((m.end() for m in BOUNDARY.finditer(prose, max(0, match.start() - LONGEST), match.start())), default=0)
    before = max(before, match.start() - LONGEST, 0)
    after = BOUNDARY.search(prose, match.end(), match.end() + LONGEST)
    return before, after.start() if after else min(len(prose), match.end() + LONGEST)


def _dates(items: Sequence[Item], language: Language) -> Iterator[str]:
    """Two firm dates for the same thing: only where neither sentence names another step or a wish."""
    dues = [due_of(i.statement.text, language) for i in items if i.category is Category.TIMELINE and not i.wish]
    named = list(dict.fromkeys(due.text for due in dues if due))
    if len(named) > 1:
        yield WORDS["dates"][language].format(named[0], named[1])


@lru_cache(maxsize=2)
def _rules(language: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]:
    entries = (entry for entry in load_entries(RULES, Clash) if entry.language == language)
    return tuple((re.compile(e.one, re.I), re.compile(e.other, re.I), e.says) for e in entries)
