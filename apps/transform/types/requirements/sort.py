"""Sort the statements of a request into background, wishes by weight, constraints and timeline."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from apps.analyze.language.document import read_document
from apps.transform.rewriting.orders.asking import asks_by_form
from apps.transform.rewriting.roles import Role, Statement
from apps.transform.rewriting.roles.facts import Due, due_of, event_of
from apps.transform.rewriting.rulebook import load_entries

CUES = Path(__file__).with_name("cues.yaml")


class Category(StrEnum):
    """The quadrants, requests split by weight (MoSCoW, without Won't: nobody may invent what is left out)."""

    BACKGROUND = "background"
    MUST = "must"
    SHOULD = "should"
    COULD = "could"
    CONSTRAINT = "constraint"
    TIMELINE = "timeline"


REQUESTS = (Category.MUST, Category.SHOULD, Category.COULD)
LEAST = {"ja": 8, "en": 15}
"""A shorter rest (characters) of a dated statement asks for nothing but the date."""
BARE_USE = re.compile(
    r"^[^、。]{0,6}(?:使い|利用し|導入し|必要|ほし|欲し|お願い)|^(?:we|i) (?:need|want|would like) (?:it|this|that)\b",
    re.I,
)
REASON = {"ja": re.compile(r"(?:ため|ので|から)、"), "en": re.compile(r",? so (?!that\b|far\b)", re.I)}
ORDERED = 4
"""What is asked for weighs as much as a please."""
LIMIT_THEN_WISH = re.compile(
    r"(?:以上|以下|以内|必須)(?:です)?(?:が)?、(?:できれば|可能(?:なら|であれば)|理想)|\b(?:at least|minimum|at most)\b[^.]{0,30}\bwould be\b",
    re.I,
)
"""A firm limit and a wish beyond it: the limit decides the weight, the wish is told in the same line."""
WINS_TIES = (
    *(Category.COULD, Category.TIMELINE, Category.CONSTRAINT, Category.MUST, Category.SHOULD),
    Category.BACKGROUND,
)


@dataclass(frozen=True)
class Cue:
    """A pattern (without case) that speaks for a category."""

    category: str
    language: str
    weight: int
    pattern: str

    def __post_init__(self) -> None:
        Category(self.category)
        re.compile(self.pattern)


@dataclass(frozen=True)
class Item:
    """A statement in its category. `wish` marks a date or a demand that the writer only hopes for."""

    category: Category
    statement: Statement
    wish: bool = False


def sorted_items(matter: Sequence[Statement], language: str) -> list[Item]:
    """Every statement in exactly one category, in the order of the message."""
    items: list[Item] = []
    for statement in matter:
        weights = _asked(statement, language) or _weights(statement.text, language)
        if statement.role is Role.REQUEST and not any(weights[c] for c in REQUESTS):
            weights[Category.MUST] += ORDERED
        if any(_weights(_main_clause(statement.text, language), language)[c] for c in REQUESTS):
            del weights[Category.BACKGROUND]
        # A hoped-for date is still the timeline: the wish stands beside it.
        wish = bool(weights[Category.COULD])
        if wish and weights[Category.TIMELINE]:
            del weights[Category.COULD]
        if LIMIT_THEN_WISH.search(statement.text):
            del weights[Category.COULD]
        if weights[Category.MUST] and weights[Category.TIMELINE] and _asks_more_than_a_date(statement, language):
            del weights[Category.TIMELINE]
        stays = statement.role in (Role.BLOCK, Role.HEADING, Role.REFERENCE)
        category = Category.BACKGROUND if stays else _heaviest(weights, statement)
        if statement.role is Role.BLOCK and items:
            category = items[-1].category
        items.append(Item(category, statement, wish))
    return items


def _asked(statement: Statement, language: str) -> Counter[Category]:
    """What an order speaks for, its reason left aside (予算が取れないから、今日出して。); empty where it isn't one."""
    main = _main_clause(statement.text, language)
    if statement.role is not Role.REQUEST or not main:
        return Counter()
    return _weights(main, language) + Counter({Category.MUST: ORDERED})


def _main_clause(text: str, language: str) -> str:
    """What follows the reason (…ため、/ …, so …); empty where no reason is told."""
    found = list(REASON[language].finditer(text))
    return text[found[-1].end() :] if found else ""


def dated(item: Item, language: str) -> Due | None:
    """The deadline that stands inside a request, where there is one."""
    text = item.statement.text
    return (due_of(text, language) or event_of(text, language)) if item.category in REQUESTS else None


def _asks_more_than_a_date(statement: Statement, language: str) -> bool:
    """Whether something else is asked for beside the date itself (使いたい, we need it)."""
    due = due_of(statement.text, language) or event_of(statement.text, language)
    rest = due.rest if due else ""
    return len(rest) >= LEAST[language] and not BARE_USE.search(rest) and _is_wanted(rest, language)


def _is_wanted(rest: str, language: str) -> bool:
    return bool(_weights(rest, language)[Category.MUST]) or asks_by_form(read_document(rest).prose, "", language)


def _heaviest(weights: Counter[Category], statement: Statement) -> Category:
    most = max(weights.values(), default=0)
    if most:
        return next(category for category in WINS_TIES if weights[category] == most)
    return Category.MUST if statement.role is Role.REQUEST else Category.BACKGROUND


def _weights(text: str, language: str) -> Counter[Category]:
    """What the writer's own words speak for; what is quoted or code speaks for nothing."""
    found: Counter[Category] = Counter()
    text = read_document(text).prose
    for category, pattern, weight in _cues(language):
        if pattern.search(text):
            found[category] += weight
    return found


@lru_cache(maxsize=2)
def _cues(language: str) -> tuple[tuple[Category, re.Pattern[str], int], ...]:
    entries = load_entries(CUES, Cue)
    return tuple(
        (Category(e.category), re.compile(e.pattern, re.I), e.weight) for e in entries if e.language == language
    )
