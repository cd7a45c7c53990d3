"""The values of a message as items of the fact ledger."""

from collections.abc import Iterable, Iterator

from apps.transform.contracts import FactItem, FactKind, Language, TransformationType
from apps.transform.factlock.spans import Spans, inside
from apps.transform.factlock.values.differences import VAGUE, Difference, find_differences
from apps.transform.factlock.values.known import has_moment, moments_like, quantities_like
from apps.transform.factlock.values.matches import Shared
from apps.transform.factlock.values.moments import Moment
from apps.transform.factlock.values.names import Name
from apps.transform.factlock.values.quantities import Quantity
from apps.transform.factlock.values.reading import Values, read_values
from apps.transform.factlock.values.words import Word

Value = Quantity | Moment | Word | Name
LISTED = frozenset(["name", "acronym", "latin", "organization"])
"""Names of these sorts are listed; of others it isn't sure that they are names."""
INVENTED = frozenset(["number", "money", "identifier", "code", "url", "mention", "contact"])
"""Kinds of which a new value that follows from no others came from nowhere."""
EXPLAINING = frozenset(["number", "identifier"])
"""Kinds that an explanation of a term may bring along: SpO2."""
MISSING, NEW = 0.36, 0.34
"""Confidence in what may be a mere paraphrase: a value that isn't found again, and one that is new. Counted as in `factlock/hints.py`."""


def compare_values(
    original: str,
    rewritten: str,
    *,
    language: Language,
    transformation_type: TransformationType | None = None,
    left_out: Spans = (),
) -> list[FactItem]:
    """An item for each value of the original, and one for each that is new.

    `changed` where a value stands in the place of another, with another bound, or where another was; `added` where an amount, an identifier or
    an address is new and follows from no others; `look` where a value isn't found again, and where another kind is new. What begins in `left_out` may be missing.
    """
    before, after = read_values(original, language), read_values(rewritten, language)
    found = [*find_differences(before, after), *Shared(before, after).differences()]
    changed = {(each.kind, each.start): each for each in found if each.original}
    listed = _unlisted(found, before)
    kept = (_item(value, before, after, changed, left_out) for value in _values(before))
    new = (_new(each, transformation_type) for each in found if not each.original)
    return [item for item in (*kept, *listed, *new) if item is not None]


def _values(values: Values) -> Iterator[Value]:
    """In the order of the text, each name once."""
    names = {name.value: name for name in reversed(values.names) if name.sort in LISTED}
    quantities = (each for each in values.quantities if not each.is_article)
    every: Iterable[Value] = (*values.identifiers, *values.quotations, *names.values(), *values.moments, *quantities)
    return iter(sorted(every, key=lambda value: value.start))


def kind_of(value: Value) -> FactKind:
    """The kind of fact that a value is."""
    if isinstance(value, Quantity):
        return "money" if value.is_money else "number"
    if isinstance(value, Moment):
        return "time" if value.kind in ("time", "part") else "date"
    return value.kind if isinstance(value, Word) else "name"


def _item(
    value: Value, before: Values, after: Values, changed: dict[tuple[FactKind, int], Difference], left_out: Spans
) -> FactItem | None:
    kind, said = kind_of(value), before.said(value)
    difference = changed.pop((kind, value.start), None)
    if difference is None:
        if isinstance(value, Moment) and value.kind in VAGUE and not has_moment(value, after):
            return None
        found = _found(value, said, after)
        same = found == said
        return FactItem(kind, said, found, "kept" if same else "same_value", "" if same else "fact_same_value")
    return None if not difference.found and inside(value.start, left_out) else _finding(difference)


def _finding(difference: Difference) -> FactItem:
    told = difference.kind, difference.original, difference.found
    if difference.is_change:
        return FactItem(*told, "changed", difference.reason)
    return FactItem(*told, "look", difference.reason, MISSING)


def _found(value: Value, said: str, after: Values) -> str:
    """How the rewrite writes it; as it stands where that isn't known."""
    if said in after.text:
        return said
    like: Iterator[Value] = iter(())
    if isinstance(value, Quantity):
        like = iter(quantities_like(value, after))
    elif isinstance(value, Moment):
        like = iter(moments_like(value, after))
    found = next(like, None)
    return said if found is None else after.said(found)


def _unlisted(found: Iterable[Difference], before: Values) -> list[FactItem]:
    """Findings on what is no listed value: two that changed places, a label, a name at the start of a sentence."""
    listed = {(kind_of(value), value.start) for value in _values(before)}
    return [_finding(each) for each in found if each.original and (each.kind, each.start) not in listed]


def _new(difference: Difference, wanted: TransformationType | None) -> FactItem | None:
    explains = difference.kind in EXPLAINING and wanted is TransformationType.TERMINOLOGY
    if difference.follows or explains:
        return None
    if difference.kind in INVENTED:
        return FactItem(difference.kind, "", difference.found, "added", difference.reason)
    return FactItem(difference.kind, "", difference.found, "look", difference.reason, NEW)
