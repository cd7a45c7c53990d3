"""Whether wishes hang together so that headings would tear them apart: then they are listed as they stand."""

import re
from collections.abc import Sequence
from itertools import pairwise

from apps.transform.contracts import Language
from apps.transform.types.requirements.categories import REQUESTS, Category
from apps.transform.types.requirements.sort import Item

MOST_UNSURE = 1
"""Parts without a heading of their own; with more of them, the headings of the others mislead."""
EXCEPTION: dict[Language, re.Pattern[str]] = {
    "ja": re.compile(r"ただし?[、は]?|例外|もっとも、"),
    "en": re.compile(r"(?:well,? )?(?:except|unless)\b|well,? ", re.I),
}
"""What takes back a part of the sentence before it."""
TURNS: dict[Language, re.Pattern[str]] = {
    "ja": re.compile(r"いや|でも"),
    "en": re.compile(r"(?:but|or|although|though|no wait|ok(?:ay)?,? (?:maybe|but))\b", re.I),
}
"""The same, unless it is a wish of its own."""
WEIGHS: dict[Language, re.Pattern[str]] = {
    "ja": re.compile(r"\d|[０-９]|たい|ほしい|欲しい|(?:ほう|方)がいい|無理|だめ|ダメ"),
    "en": re.compile(r"\d|\b(?:must|should|need|want|only|never|no more|would be)\b", re.I),
}
"""Signs of a wish or a limit."""
LEANS: dict[Language, re.Pattern[str]] = {
    "ja": re.compile(r"(?:それ|これ|そ[のう]|あれ|どちら|なので|だから|よろしい)"),
    "en": re.compile(r"(?:it|they|them|that|this|those|these|at the same time|so|which|both|neither)\b", re.I),
}
"""What is about something that only the sentence before it names."""


def is_entangled(items: Sequence[Item], language: Language) -> bool:
    """Whether several parts aren't sure, or one takes back a part of what stands before it, or leans on what would stand elsewhere."""
    if sum(_is_unsure(item, items[0], language) for item in items) > MOST_UNSURE:
        return True
    if any(_takes_back(item, language) for item in items[1:]):
        return True
    return any(
        LEANS[language].match(second.statement.text) and _heading(first) is not _heading(second)
        for first, second in pairwise(items)
    )


def _is_unsure(item: Item, first: Item, language: Language) -> bool:
    """Whether it has no heading of its own; background that wishes or counts, behind the first wish, has the wrong one as likely as not."""
    weighs = (
        item.category is Category.BACKGROUND
        and first.category in REQUESTS
        and WEIGHS[language].search(item.statement.text)
    )
    return item.category is Category.OTHER or bool(weighs)


def _takes_back(item: Item, language: Language) -> bool:
    text = item.statement.text
    turns = item.category not in REQUESTS and TURNS[language].match(text)
    return EXCEPTION[language].match(text) is not None or bool(turns)


def _heading(item: Item) -> Category:
    return Category.MUST if item.category in REQUESTS else item.category
