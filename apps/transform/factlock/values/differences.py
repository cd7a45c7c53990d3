"""What values two texts don't share: which stand in the place of others, which are missing, which are new."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import TypeVar

from apps.transform.contracts import FactKind
from apps.transform.factlock.values.bounds import bound_of
from apps.transform.factlock.values.derived import follows, is_next_day, made_of
from apps.transform.factlock.values.known import (
    count_of,
    has_moment,
    has_name,
    has_quantity,
    same_quantity,
)
from apps.transform.factlock.values.moments import Moment, same_moment
from apps.transform.factlock.values.names import ALIKE, SAME_SORT, Name, can_stand_for
from apps.transform.factlock.values.periods import Period
from apps.transform.factlock.values.quantities import Quantity
from apps.transform.factlock.values.reading import MOST_PLACES, Values
from apps.transform.factlock.values.words import Word

T = TypeVar("T")
MOMENTS: tuple[tuple[str, FactKind], ...] = (
    ("date", "date"),
    ("time", "time"),
    ("weekday", "date"),
    ("quarter", "date"),
    ("relative", "date"),
    ("part", "time"),
)
VAGUE = frozenset(["relative", "part"])
"""today, in the morning: a paraphrase may leave them out."""


@dataclass(frozen=True)
class Difference:
    """`original` is empty for a new value, `found` for a missing one; with both, one stands in the place of the other.

    `start` and `end` are places of the value in the original, or in the rewrite where it is new. `follows`: whether it is worked out of others.
    """

    kind: FactKind
    original: str
    found: str
    reason: str
    start: int = 0
    follows: bool = False

    @property
    def is_change(self) -> bool:
        """Whether a value stands in the place of another."""
        return bool(self.original and self.found)


def find_differences(before: Values, after: Values) -> Iterator[Difference]:
    """The values that the texts don't share, kind by kind."""
    yield from _quantities(before, after)
    yield from _moments(before, after)
    yield from _words(before.identifiers, before, after.identifiers, after)
    yield from _words(before.quotations, before, after.quotations, after)
    yield from _names(before, after)
    yield from _labels(before, after)
    yield from _periods(before, after)


def _quantities(before: Values, after: Values) -> Iterator[Difference]:
    new = [each for each in after.quantities if not has_quantity(each, before)]
    lost = [each for each in before.quantities if not each.is_article and not has_quantity(each, after)]
    spare = _more_often(before.quantities, after.quantities, new, same_quantity) if lost else []
    candidates = [each for each in (*new, *spare) if not each.is_article]
    pairs = _paired(lost, candidates, lambda one, other: _comparable(one, other) and not made_of(one, other, before))
    for one, other in pairs:
        yield _difference(_kind(one), before, one, after, other)
    taken = {id(other) for _one, other in pairs}
    for each in new:
        if id(each) not in taken and not each.says_little:
            yield Difference(_kind(each), "", after.said(each), "fact_added", each.start, follows(each, before))


def _kind(quantity: Quantity) -> FactKind:
    return "money" if quantity.is_money else "number"


def _comparable(lost: Quantity, new: Quantity) -> bool:
    if lost.numbers & new.numbers or not (lost.measures or new.measures):
        return True
    return bool(lost.dimensions & new.dimensions)


def _more_often(before: Sequence[T], after: Sequence[T], new: Sequence[T], same: Callable[[T, T], bool]) -> list[T]:
    """The values that the rewrite has more often than the original: one of them may stand for a lost one."""
    if len(after) > MOST_PLACES:
        return []
    fresh = {id(each) for each in new}
    return [
        each
        for each in after
        if id(each) not in fresh
        and sum(same(each, other) for other in after) > sum(same(each, other) for other in before)
    ]


def _paired(lost: Iterable[T], new: Sequence[T], fits: Callable[[T, T], bool]) -> list[tuple[T, T | None]]:
    """Each lost value with the first new one that may stand in its place; each stands for one."""
    found, left = list[tuple[T, T | None]](), deque(new)
    for one in lost:
        at = next((at for at, each in enumerate(islice(left, MOST_PLACES)) if fits(one, each)), None)
        found.append((one, None if at is None else left[at]))
        if at is not None:
            del left[at]
    return found


def _difference(
    kind: FactKind,
    before: Values,
    one: Quantity | Moment | Word | Name,
    after: Values,
    other: Quantity | Moment | Word | Name | None,
) -> Difference:
    if other is None:
        return Difference(kind, before.said(one), "", "fact_lost", one.start)
    return Difference(kind, before.said(one), after.said(other), "fact_changed", one.start)


def _moments(before: Values, after: Values) -> Iterator[Difference]:
    new = [each for each in after.moments if not has_moment(each, before)]
    lost = [each for each in before.moments if not has_moment(each, after)]
    differ = {each.kind for each in (*lost, *new)}
    for kind, fact in ((kind, fact) for kind, fact in MOMENTS if kind in differ):
        yield from _moments_of(kind, fact, before, after, [each for each in lost if each.kind == kind], new)


def _moments_of(
    kind: str, fact: FactKind, before: Values, after: Values, lost: Sequence[Moment], new: Sequence[Moment]
) -> Iterator[Difference]:
    fresh = [each for each in new if each.kind == kind]
    sure = [each for each in fresh if not is_other_bound(each, before, after)]
    mine, theirs = ([each for each in values.moments if each.kind == kind] for values in (before, after))
    pairs = _paired(lost, [*sure, *(_more_often(mine, theirs, fresh, same_moment) if lost else ())], lambda *_: True)
    for one, other in pairs:
        if other is not None or kind not in VAGUE:
            yield _difference(fact, before, one, after, other)
    taken = {id(other) for _one, other in pairs}
    for each in fresh:
        if id(each) not in taken:
            yield Difference(fact, "", after.said(each), "fact_added", each.start, each not in sure)


def is_other_bound(moment: Moment, before: Values, after: Values) -> bool:
    """Whether "not after 14 August" became "from 15 August"."""
    if moment.kind != "date" or not bound_of(after.text, moment.start, moment.end):
        return False
    return is_next_day(moment, before)


def _words(mine: Sequence[Word], before: Values, theirs: Sequence[Word], after: Values) -> Iterator[Difference]:
    lost = [word for word in mine if word.value not in after.squeezed]
    new = [word for word in theirs if word.value not in before.squeezed]
    spare = [word for word in theirs if _oftener(word.value, before, after)] if lost and not new else []
    pairs = _paired(lost, [*new, *spare], lambda one, other: other in new or _alike(one.value, other.value))
    for one, other in pairs:
        yield _difference(one.kind, before, one, after, other)
    taken = {id(other) for _one, other in pairs}
    yield from (Difference(w.kind, "", w.text, "fact_added", w.start) for w in new if id(w) not in taken)


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= ALIKE


def _oftener(value: str, before: Values, after: Values) -> bool:
    return after.squeezed.count(value) > before.squeezed.count(value)


def _names(before: Values, after: Values) -> Iterator[Difference]:
    for sorts in SAME_SORT:
        lost = _by_value(name for name in before.names if name.sort in sorts and not has_name(name, after))
        new = _by_value(name for name in after.names if name.sort in sorts and not has_name(name, before))
        if lost and not new and "name" in sorts:
            new = [n for n in after.names if n.sort == "name" and count_of(n, after) > count_of(n, before)]
        for one, other in _paired(lost, new, can_stand_for):
            if other is not None or one.sort == "name":
                yield _difference("name", before, one, after, other)


def _by_value(names: Iterable[Name]) -> list[Name]:
    return list({name.value: name for name in names}.values())


def _labels(before: Values, after: Values) -> Iterator[Difference]:
    """Gate 2 became gate 3: the same noun, another number."""
    for noun in sorted({label.noun for label in before.labels} & {label.noun for label in after.labels}):
        mine, theirs = ({label.number for label in values.labels if label.noun == noun} for values in (before, after))
        lost, new = mine - theirs, theirs - mine
        if lost and new and not any(str(number) in before.digits for number in new):
            yield Difference("identifier", f"{noun} {min(lost)}", f"{noun} {min(new)}", "fact_changed")


def _periods(before: Values, after: Values) -> Iterator[Difference]:
    """A day became a week, with no day left and no week before."""
    mine, theirs = ({each.value: each for each in reversed(values.periods)} for values in (before, after))
    lost, new = sorted(mine.keys() - theirs.keys()), sorted(theirs.keys() - mine.keys())
    for one, other in zip(lost, new, strict=False):
        yield Difference("number", _said(before, mine[one]), _said(after, theirs[other]), "fact_rate", mine[one].start)


def _said(values: Values, period: Period) -> str:
    """A period with the words around it."""
    return values.text[max(0, period.start - 12) : period.end].split("\n")[-1].strip()
