"""Sort the statements of a request into background, wishes by weight, constraints and timeline."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from apps.analyze.language.document import read_document
from apps.transform.rewriting.orders.asking import asks_by_form
from apps.transform.rewriting.roles import Role, Statement
from apps.transform.rewriting.roles.facts import Due, due_of, event_of
from apps.transform.rewriting.rulebook import load_entries
from apps.transform.types.requirements.categories import REQUESTS, Category
from apps.transform.types.requirements.items import Part
from apps.transform.types.requirements.learned import Learned

CUES = Path(__file__).with_name("cues.yaml")


LEAST = {"ja": 8, "en": 15}
"""A shorter rest (characters) of a dated statement asks for nothing but the date."""
BARE_USE = re.compile(
    r"^[^、。]{0,6}(?:使い|利用し|導入し|必要|ほし|欲し|お願い)|^(?:we|i) (?:need|want|would like) (?:it|this|that)\b",
    re.I,
)
REASON = {"ja": re.compile(r"(?:ため|ので|から)、"), "en": re.compile(r",? so (?!that\b|far\b)", re.I)}
WEAK = 4
"""A cue of no more weight is doubted where what was learned says that nothing is asked for."""
ASKS_AT_END = {
    "ja": re.compile(
        r"(?:ください|下さい|お願いし?(?:ます|たい)?|ほしい|欲しい|たい|もらえ(?:ません|ます)か|いただけ(?:ません|ます)か)(?:です|のですが|んです(?:けど|が)?)?$"
    ),
    "en": re.compile(r"^(?:please|(?:we|i)(?:['’]d like| want| need| would like))\b", re.I),
}
"""Forms that ask whatever trouble the rest tells of."""
DOUBTS = {
    "ja": re.compile(r"たぶん|多分|おそらく|恐らく|かもしれ|かも$|気がし"),
    "en": re.compile(r"\b(?:i think|i guess|maybe|perhaps|probably|not sure|might)\b", re.I),
}
"""Who doubts demands nothing."""
MEASURED = 8
"""What a measure (at least, no more than) weighs: within a wish it is a part of the wish."""
LONG = {"ja": 14, "en": 40}
"""Characters from which a sentence says more than a date."""
ABOUT_DATES = {
    "ja": re.compile(
        r"期限|納期|締|リリース|稼働|導入|公開|開始|始ま|使|間に合|まで(?:に|には)?(?:です)?$|急|早|予定|頃|ごろ"
    ),
    "en": re.compile(
        r"\b(?:deadline|ready|go(?:es)? live|launch\w*|deliver\w*|starts?|begins?|opens?|closes?|ends?|runs?|finish\w*|done|roll\w*"
        r"|phase|urgent(?! \w)|hurry|rush|asap|soon|by then|meets?|due|timeline|milestone|in use|use it|need it|want it|then)\b",
        re.I,
    ),
}
"""What sentences about the date itself speak of."""
TELLS = re.compile(r"(?:[うくすつぬぶむるぐ]|[てで]い[るま]す?|た|ます|です)$")
"""An entry that is a Japanese sentence tells what happens as often as what should."""
TAKES_BACK = re.compile(r"必須では|急ぎ(?:では|じゃ)|\bnot (?:essential|a must|critical|important|necessary)\b", re.I)
"""An afterthought that makes an extra of the wish before it."""
NAMED = re.compile(
    r"\b(?:by|before|until|till|in time for) (?:the |our |next |this )?(?:\w+ ){0,2}?"
    r"(?:easter|christmas|season|training|rounds|migration|audit|inspection|summer|winter|spring|autumn|opening|go-?live|holidays?)\b(?: at \d[\d:]*)?",
    re.I,
)
"""A deadline that has a name and no day."""
ORDERED = 4
"""What is asked for weighs as much as a please."""
LIMIT_THEN_WISH = re.compile(
    r"(?:以上|以下|以内|必須)(?:です)?(?:が)?、(?:できれば|可能(?:なら|であれば)|理想)|\b(?:at least|minimum|at most)\b[^.]{0,30}\bwould be\b",
    re.I,
)
"""A firm limit and a wish beyond it: the limit decides the weight, the wish is told in the same line."""
WINS_TIES = (
    *(Category.COULD, Category.OPEN, Category.TIMELINE, Category.CONSTRAINT, Category.MUST, Category.WANTED),
    *(Category.SHOULD, Category.BACKGROUND),
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


def sorted_items(parts: Sequence[Part], language: str) -> list[Item]:
    """Every part in exactly one category, in the order of the message."""
    items: list[Item] = []
    texts = [part.said for part in parts]
    for at, part in enumerate(parts):
        if part.statement.role is Role.BLOCK:
            category = items[-1].category if items else Category.BACKGROUND
            items.append(Item(category, part.statement))
        else:
            items.append(_item(part, Learned(texts, at, language), language))
    return items


def _item(part: Part, learned: Learned, language: str) -> Item:
    if part.statement.role in (Role.HEADING, Role.REFERENCE):
        return Item(Category.BACKGROUND, part.statement)
    weights = _settled(_asked(part, language) or _weights(part.said, language), part, language)
    # A hoped-for date is still the timeline: the wish stands beside it.
    wish = bool(weights[Category.COULD])
    if wish and weights[Category.TIMELINE] and not asks_more_than_a_date(part.said, language):
        del weights[Category.COULD]
    if LIMIT_THEN_WISH.search(part.said):
        del weights[Category.COULD]
        weights[Category.MUST] += weights.pop(Category.WANTED, 0)
    if weights[Category.TIMELINE] and _has_more_than_a_date(weights, part.said, language):
        del weights[Category.TIMELINE]
    return Item(_category(weights, part, learned, language), part.statement, wish)


def _has_more_than_a_date(weights: Counter[Category], text: str, language: str) -> bool:
    """Whether the date only belongs to what a request or a limit says."""
    asks = any(weights[c] for c in REQUESTS)
    if asks and asks_more_than_a_date(text, language):
        return True
    long = len(text) >= LONG[language] and not ABOUT_DATES[language].search(text)
    return long and (language == "en" or bool(weights[Category.CONSTRAINT]))


def _settled(weights: Counter[Category], part: Part, language: str) -> Counter[Category]:
    """The weights, with what form and afterthought say: an order is a must, and who doubts demands nothing."""
    asks = any(weights[c] for c in REQUESTS)
    if part.statement.role is Role.REQUEST and not asks:
        weights[Category.MUST if _is_wanted(part.said, language) else Category.WANTED] += ORDERED
    if language == "en" and ASKS_AT_END["en"].search(part.said) and weights[Category.CONSTRAINT] == MEASURED:
        del weights[Category.CONSTRAINT]
    if asks and (_wants(_main_clause(part.said, language), language) or ASKS_AT_END[language].search(part.said)):
        del weights[Category.BACKGROUND]
    weights[Category.COULD] += (
        _weights(part.afterthought, language)[Category.COULD] if TAKES_BACK.search(part.afterthought) else 0
    )
    if weights[Category.MUST] and (DOUBTS[language].search(part.said) or _is_doubt(part.afterthought, language)):
        weights[Category.WANTED] += weights.pop(Category.MUST)
    return weights


def _is_doubt(afterthought: str, language: str) -> bool:
    """Whether it doubts the whole, not only a figure (OK, maybe 2)."""
    return bool(DOUBTS[language].search(afterthought)) and not re.search(r"\d", afterthought)


def _wants(text: str, language: str) -> bool:
    weights = _weights(text, language)
    return any(weights[category] for category in REQUESTS)


def _category(weights: Counter[Category], part: Part, learned: Learned, language: str) -> Category:
    """The heaviest cue, unless it is weak and what was learned says that nothing is asked for."""
    most = max(weights.values(), default=0)
    if not most:
        return _uncued(part, learned, language)
    heaviest = next(c for c in WINS_TIES if weights[c] == most)
    if part.listed and heaviest is Category.BACKGROUND and most <= WEAK:
        return Category.WANTED
    doubted = most <= WEAK and heaviest in (*REQUESTS, Category.CONSTRAINT) and not part.listed
    return (
        Category.OTHER if doubted and not ASKS_AT_END[language].search(part.said) and learned.only_tells else heaviest
    )


def _uncued(part: Part, learned: Learned, language: str) -> Category:
    """What was learned; an entry of a list that tells nothing is wanted; else other."""
    sure = learned.alone
    if sure is Category.TIMELINE and not ABOUT_DATES[language].search(part.said):
        sure = None
    if sure is None and (part.statement.role is Role.REQUEST or (part.listed and not TELLS.search(part.said))):
        return Category.WANTED
    return Category.OTHER if part.listed and sure is Category.BACKGROUND else sure or Category.OTHER


def _asked(part: Part, language: str) -> Counter[Category]:
    """What an order speaks for, its reason left aside (予算が取れないから、今日出して。); empty where it isn't one."""
    main = _main_clause(part.said, language)
    if part.statement.role is not Role.REQUEST or not main:
        return Counter()
    weights = _weights(main, language)
    return weights + Counter({Category.WANTED if weights[Category.WANTED] else Category.MUST: ORDERED})


def _main_clause(text: str, language: str) -> str:
    """What follows the reason (…ため、/ …, so …); empty where no reason is told."""
    found = list(REASON[language].finditer(text))
    return text[found[-1].end() :] if found else ""


def speaks(text: str, language: str) -> bool:
    """Whether a text says itself what it is: its weight, a limit, a date, a doubt; telling how things are doesn't count."""
    weights = _weights(text, language)
    most = max(weights.values(), default=0)
    return most > weights[Category.BACKGROUND]


def dated(item: Item, language: str) -> Due | None:
    """The deadline that stands inside a request, where there is one."""
    return _due(item.statement.text, language) if item.category in REQUESTS else None


def _due(text: str, language: str) -> Due | None:
    found = due_of(text, language) or event_of(text, language)
    named = NAMED.search(text) if language == "en" and not found else None
    return Due(named[0].strip(), text[: named.start()].strip()) if named else found


def asks_more_than_a_date(text: str, language: str) -> bool:
    """Whether something else is asked for beside the date itself (使いたい, we need it)."""
    due = _due(text, language)
    rest = due.rest if due else ""
    return len(rest) >= LEAST[language] and not BARE_USE.search(rest) and _is_wanted(rest, language)


def _is_wanted(rest: str, language: str) -> bool:
    weights = _weights(rest, language)
    firm = weights[Category.MUST] or weights[Category.WANTED]
    return bool(firm) or asks_by_form(read_document(rest).prose, "", language)


def _weights(text: str, language: str) -> Counter[Category]:
    """What the writer's own words speak for; what is quoted or code speaks for nothing."""
    return Counter(_weighed(text, language))


@lru_cache(maxsize=512)
def _weighed(text: str, language: str) -> dict[Category, int]:
    found: Counter[Category] = Counter()
    prose = read_document(text).prose
    for category, pattern, weight in _cues(language):
        if pattern.search(prose):
            found[category] += weight
    return dict(found)


@lru_cache(maxsize=2)
def _cues(language: str) -> tuple[tuple[Category, re.Pattern[str], int], ...]:
    entries = load_entries(CUES, Cue)
    return tuple(
        (Category(e.category), re.compile(e.pattern, re.I), e.weight) for e in entries if e.language == language
    )
