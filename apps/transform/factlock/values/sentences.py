"""Values of a sentence that no faithful rewrite states: what can be said of a rewrite before the rest of it is there.

What is missing so far may still come, so only what is there counts; and only what the comparison of the whole text would refuse in any case.
"""

import re
from collections.abc import Iterator
from itertools import chain

from apps.transform.contracts import Language
from apps.transform.factlock.values.derived import follows
from apps.transform.factlock.values.differences import is_other_bound
from apps.transform.factlock.values.known import has_moment, has_name, has_quantity, moments_like
from apps.transform.factlock.values.matches import Shared
from apps.transform.factlock.values.names import Name, can_stand_for, is_misspelt
from apps.transform.factlock.values.quantities import Quantity
from apps.transform.factlock.values.reading import Values, read_values

BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
TITLED = re.compile(r"さん|さま|様|氏")
Span = tuple[int, int]


def new_values(
    original: str, said: str, *, language: Language, explains: bool = False, since: int = 0
) -> tuple[str, ...]:
    """What `said` has from its place `since` on: amounts, identifiers and addresses that follow from nothing in the original, dates, names,
    quotations and periods in the place of its own, values with another bound or at each other's place.

    Where the rewrite `explains` words, its brackets may bring numbers of their own.
    """
    before, after = read_values(original, language), read_values(said, language)
    found = chain(
        _quantities(before, after, explains=explains),
        _moments(before, after),
        _words(before, after),
        _names(before, after),
        _periods(before, after),
        Shared(before, after).moved(),
    )
    return tuple(after.text[start:end].strip() for start, end in found if start >= since)


def new_numbers(original: str, said: str, *, language: Language) -> tuple[str, ...]:
    """Amounts outside of brackets that the original doesn't have."""
    before, after = read_values(original, language), read_values(said, language)
    return tuple(after.text[start:end] for start, end in _quantities(before, after, explains=True))


def _quantities(before: Values, after: Values, *, explains: bool) -> Iterator[Span]:
    brackets = [match.span() for match in BRACKETS.finditer(after.text)] if explains else []
    for each in after.quantities:
        is_explained = not each.is_money and any(start <= each.start < end for start, end in brackets)
        if not is_explained and _is_new(each, before):
            yield each.start, each.end


def _is_new(quantity: Quantity, before: Values) -> bool:
    if quantity.is_article or quantity.says_little or has_quantity(quantity, before):
        return False
    return not follows(quantity, before)


def _moments(before: Values, after: Values) -> Iterator[Span]:
    """Those of a kind of which one of the original's is still to come: it may be in the place of that one."""
    unsaid = {each.kind for each in before.moments if not any(moments_like(each, after))}
    for each in after.moments:
        if each.kind in unsaid and not has_moment(each, before) and not is_other_bound(each, before, after):
            yield each.start, each.end


def _words(before: Values, after: Values) -> Iterator[Span]:
    """Identifiers; quotations where the original has its own; numbers of things that it numbers."""
    quotations = after.quotations if before.quotations else ()
    yield from (
        (each.start, each.end) for each in (*after.identifiers, *quotations) if each.value not in before.squeezed
    )
    mine = {(label.noun, label.number) for label in before.labels}
    nouns = {noun for noun, _number in mine}
    for label in after.labels:
        is_new = label.noun in nouns and (label.noun, label.number) not in mine
        if is_new and str(label.number) not in before.digits:
            yield label.start, label.end


def _names(before: Values, after: Values) -> Iterator[Span]:
    """Names that are one of the original's but for a few letters; of Japanese people and of companies all, where it names some."""
    mine = [name for name in before.names if name.sort in ("name", "organization")]
    for name in after.names:
        if name.sort in ("name", "organization") and not has_name(name, before) and _may_replace(name, mine, after):
            yield name.start, name.end


def _may_replace(name: Name, mine: list[Name], after: Values) -> bool:
    if name.sort == "organization":
        return any(can_stand_for(each, name) for each in mine if each.sort == name.sort)
    is_person = TITLED.match(after.text, name.end) is not None
    return any(is_misspelt(each, name) or (is_person and can_stand_for(each, name)) for each in mine)


def _periods(before: Values, after: Values) -> Iterator[Span]:
    """Other periods than the original's, where it has some: an hour in "a quarter of an hour" is none."""
    mine = {each.value for each in before.periods}
    spans = [(each.start, each.end) for each in after.quantities] + [(each.start, each.end) for each in after.moments]
    counted = {at for start, end in spans for at in range(start, end)}
    for each in after.periods if mine else ():
        if each.value not in mine and each.end - 1 not in counted:
            yield each.start, each.end
