"""What a request leaves out, as questions with the reason for asking."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from apps.analyze.language.document import HOLE
from apps.transform.contracts import Language, Question
from apps.transform.rewriting.rulebook import load_entries, reason_text
from apps.transform.types.requirements.categories import REQUESTS, Category
from apps.transform.types.requirements.sort import Item, dated

RULES = Path(__file__).with_name("questions.yaml")
MOST = 6
NEEDS = {"": (), "request": (*REQUESTS, Category.CONSTRAINT), "timeline": (Category.TIMELINE,)}


@dataclass(frozen=True)
class Gap:
    """Ask where `when` is found (always, if empty), `unless` is not, and nothing stands in the category of `needs`."""

    code: str
    language: str
    weight: int
    ask: str
    when: str = ""
    unless: str = ""
    needs: str = ""

    def __post_init__(self) -> None:
        re.compile(self.when)
        re.compile(self.unless)
        if self.needs not in NEEDS:
            raise ValueError(f"needs must be one of {sorted(NEEDS)}")


def missing(prose: str, items: Sequence[Item], language: str, reader: Language) -> tuple[Question, ...]:
    """The heaviest questions, at most six; `start`/`end` mark the word that raised one. Why each is asked is told in `reader`."""
    found = sorted(_found(prose, items, language), key=lambda pair: -pair[0].weight)
    return tuple(
        Question(
            id=f"q{number}",
            text=gap.ask.format(match[0].strip()) if match else gap.ask,
            why=reason_text(f"asked.requirements.{gap.code}", reader),
            start=match.start() if match else None,
            end=match.end() if match else None,
        )
        for number, (gap, match) in enumerate(found[:MOST], start=1)
    )


def _found(prose: str, items: Sequence[Item], language: str) -> Iterator[tuple[Gap, re.Match[str] | None]]:
    present = {item.category for item in items}
    if any(dated(item, language) for item in items):
        present.add(Category.TIMELINE)
    for gap, when, unless in _gaps(language):
        match = when.search(prose) if gap.when else None
        absent = not any(category in present for category in NEEDS[gap.needs])
        raised = bool(match) if gap.when else absent
        if raised and not (gap.unless and unless.search(prose)) and HOLE not in (match[0] if match else ""):
            yield gap, match


@lru_cache(maxsize=2)
def _gaps(language: str) -> tuple[tuple[Gap, re.Pattern[str], re.Pattern[str]], ...]:
    entries = (entry for entry in load_entries(RULES, Gap) if entry.language == language)
    return tuple((e, re.compile(e.when, re.I), re.compile(e.unless, re.I)) for e in entries)
