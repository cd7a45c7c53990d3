"""Compare literal anchors: the same value, the same bound, the same role."""

from collections import defaultdict, deque

from apps.transform.contracts import FactItem, FactStatus, TransformationType
from apps.transform.factlock.anchors import Anchor
from apps.transform.factlock.clauses import Reading
from apps.transform.factlock.spans import inside

MOST_PLACES = 40
"""Of one value repeated without end, only so many places are weighed."""
COUNTERS = frozenset({"", "item", "person", "piece", "machine", "thing", "time", "user"})
TIMES = {
    "by": {"", "by", "until"},
    "until": {"", "by", "until", "from"},
    "about": {"about"},
    "from": {"", "from", "until"},
}


def compare_literals(before: Reading, after: Reading, wanted: TransformationType | None) -> list[FactItem]:
    """One item for every anchor of the original, and one for each that only the rewrite has."""
    used: set[int] = set()
    judged = [(anchor, _judge(anchor, after, used)) for anchor in before.anchors]
    items = [item for anchor, item in judged if item.status != "lost" or not _small_talk(anchor, wanted)]
    added = [
        other for at, other in enumerate(after.anchors) if at not in used and _is_new(other, before, after, wanted)
    ]
    return _paired(items, added)


def _small_talk(anchor: Anchor, wanted: TransformationType | None) -> bool:
    """ "It's hot today": a summary may leave out a day that nothing is due on."""
    relative = anchor.kind == "date" and not any(letter.isdigit() for letter in anchor.value)
    return wanted is TransformationType.SUMMARIZE and relative and not anchor.about


def same_value(one: Anchor, other: Anchor) -> bool:
    """Whether two anchors name the same thing: 248万円 and 2,480,000円, 17時 and 午後5時."""
    if one.kind in ("number", "money") and other.kind in ("number", "money"):
        return one.value == other.value and _same_unit(one.unit, other.unit)
    if one.kind in ("date", "time") and other.kind in ("date", "time"):
        return one.value == other.value or _same_day(one.value, other.value)
    return one.kind == other.kind and one.value == other.value


def has_value(anchor: Anchor, reading: Reading) -> bool:
    """Whether a text holds an anchor of the same value."""
    near = reading.by_value.get(anchor.tail, [])[:MOST_PLACES]
    return any(same_value(anchor, reading.anchors[at]) for at in near)


def _same_unit(one: str, other: str) -> bool:
    return one == other or (one in COUNTERS and other in COUNTERS) or "" in (one, other)


def _same_day(one: str, other: str) -> bool:
    """2026-06-20 and 06-20; "day 17" and 11-17."""
    if one.startswith("day ") or other.startswith("day "):
        return one[-2:] == other[-2:]
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return longer[-5:] == shorter and len(shorter) == 5 and "-" in shorter


def _judge(anchor: Anchor, after: Reading, used: set[int]) -> FactItem:
    near = after.by_value.get(anchor.tail, [])
    matches = [at for at in near[:MOST_PLACES] if same_value(anchor, after.anchors[at])]
    if not matches:
        return _literal(anchor, after)
    at = _best(anchor, matches, after.anchors, used)
    used.update(matches)
    return _verdict(anchor, after.anchors[at])


def _best(anchor: Anchor, matches: list[int], found: tuple[Anchor, ...], used: set[int]) -> int:
    """The match that agrees most, an unused one first."""
    return min(matches, key=lambda at: (_conflict(anchor, found[at]) != "", at in used, at))


def _literal(anchor: Anchor, after: Reading) -> FactItem:
    """An anchor that was not recognised on the other side may still stand there, letter by letter."""
    literal = anchor.kind not in ("number", "money", "date", "time")
    if literal and after.holds(anchor.value.lower()):
        return FactItem(anchor.kind, anchor.text, anchor.text, "kept")
    return FactItem(anchor.kind, anchor.text, "", "lost", "fact_lost")


def _verdict(anchor: Anchor, other: Anchor) -> FactItem:
    conflict = _conflict(anchor, other)
    if conflict:
        return FactItem(anchor.kind, anchor.text, other.text, "changed", conflict)
    status: FactStatus = "kept" if anchor.text == other.text else "same_value"
    return FactItem(anchor.kind, anchor.text, other.text, status, "" if status == "kept" else "fact_same_value")


def _conflict(anchor: Anchor, other: Anchor) -> str:
    if anchor.kind in ("number", "money") and anchor.about != other.about:
        return "fact_bound"
    if anchor.kind in ("date", "time") and _clashing_times(anchor.about, other.about):
        return "fact_deadline"
    if anchor.rate and other.rate and anchor.rate != other.rate:
        return "fact_rate"
    roles = {anchor.role, other.role}
    if len(roles) == 2 and ("" not in roles or "not" in roles):
        return "fact_role"
    return ""


def _clashing_times(one: str, other: str) -> bool:
    return other not in TIMES.get(one, {"", "by", "from", "until"})


def _is_new(other: Anchor, before: Reading, after: Reading, wanted: TransformationType | None) -> bool:
    if has_value(other, before) or (other.kind == "date" and _part_of_known(other, before)):
        return False
    if other.kind in ("number", "money", "date", "time"):
        return not _explains(other, after, wanted)
    bare = other.value.strip("「」『』“”\"'").lower()
    return not before.holds(bare) and not _sorts(other, after) and not _in_gloss(other, after, wanted)


def _part_of_known(other: Anchor, before: Reading) -> bool:
    """9月 where the original says 9月末."""
    return other.value in before.parts_of_dates


def _sorts(other: Anchor, after: Reading) -> bool:
    """Whether a name stands in a heading or in a question: neither states anything."""
    clause = after.clause_at(other.start)
    return after.in_label(other.start) or (clause is not None and after.asks(clause) and "asked" not in clause.kinds)


def _in_gloss(other: Anchor, after: Reading, wanted: TransformationType | None) -> bool:
    return wanted is TransformationType.TERMINOLOGY and inside(other.start, after.glosses)


def _explains(other: Anchor, after: Reading, wanted: TransformationType | None) -> bool:
    """A number that explains a term (95 of 100 calls) is no new fact; a date or a price is."""
    return wanted is TransformationType.TERMINOLOGY and other.kind == "number" and other.unit in (*COUNTERS, "percent")


def _paired(items: list[FactItem], added: list[Anchor]) -> list[FactItem]:
    """A lost and an added fact of one kind are one changed fact."""
    left: dict[str, deque[int]] = defaultdict(deque)
    for at, anchor in enumerate(added):
        left[anchor.kind].append(at)
    paired, taken = list[FactItem](), set[int]()
    for item in items:
        if item.status == "lost" and left[item.kind]:
            taken.add(at := left[item.kind].popleft())
            item = FactItem(item.kind, item.original, added[at].text, "changed", "fact_changed")
        paired.append(item)
    return paired + [
        FactItem(a.kind, "", a.text, "added", "fact_added") for at, a in enumerate(added) if at not in taken
    ]
