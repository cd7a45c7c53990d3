"""Values that changed places: each is in the text, but where another was."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from apps.transform.contracts import Language
from apps.transform.factlock.values.places import Around, Span, alike

MARGIN = 0.45
"""By so much two values have to fit each other's places better than their own."""
ADJACENT: dict[Language, int] = {"en": 12, "ja": 4}
RELATED = 40
"""Code points between two values that are told in one breath, and in one sentence."""
ROLES = (
    ("not", re.compile(r"(?:\bnot|\brather than|\binstead of)$", re.I), re.compile(r"(?:さん|様|氏)?(?:(?:では?|じゃ)(?:な[くい]|ありません)|に?は?(?:未対応|使え|使わ|対象外))")),
    ("from", re.compile(r"\bfrom$", re.I), re.compile(r"(?:さん|様|氏)?(?:から|より(?!も|前|[多少高低増減速遅早上下]))|\s?(?:→|->)")),
    ("to", re.compile(r"(?:\bto|->|→)$", re.I), re.compile(r"(?:さん|様|氏)?(?:へ|に(?:変更|切|戻|移|変|下|上|減|増|短|延|なっ|なり|し))")),
)  # fmt: skip # a table, read by rows


@dataclass(frozen=True)
class Match:
    """A value that both texts have once: what stands around it in each, its role in each (not, from, to or none)."""

    sort: str
    places: tuple[Span, Span]
    before: Around
    after: Around
    texts: tuple[str, str]
    roles: tuple[str, str]


def role_of(text: str, start: int, end: int) -> str:
    """not, from or to, where the words beside a value say so."""
    before, behind = text[max(0, start - 20) : start].rstrip().removesuffix(" the"), text[end : end + 10]
    return next((role for role, head, tail in ROLES if head.search(before) or tail.match(behind)), "")


def exchanged(matches: Iterable[Match], language: Language) -> list[tuple[Match, Match]]:
    """Pairs of values of one sort of which each stands where the other stood, or has the other's role."""
    pairs = combinations(matches, 2)
    return [
        (one, other)
        for one, other in pairs
        if one.sort == other.sort and (_turned(one, other) or _crossed(one, other, ADJACENT[language]))
    ]


def _turned(one: Match, other: Match) -> bool:
    if one.roles[0] == one.roles[1] or one.roles != other.roles[::-1]:
        return False
    return all(_gap(mine, theirs) <= RELATED for mine, theirs in zip(one.places, other.places, strict=True))


def _gap(one: Span, other: Span) -> int:
    """Code points between two places."""
    return max(one[0] - other[1], other[0] - one[1])


def _crossed(one: Match, other: Match, adjacent: int) -> bool:
    if any(_gap(mine, theirs) <= adjacent for mine, theirs in zip(one.places, other.places, strict=True)):
        return False  # "from 18 to 32": there the roles tell
    straight = alike(one.before, one.after), alike(other.before, other.after)
    crossed = alike(one.before, other.after), alike(other.before, one.after)
    return sum(crossed) - sum(straight) > MARGIN and crossed[0] > straight[0] and crossed[1] > straight[1]
