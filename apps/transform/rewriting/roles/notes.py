"""Cut run-on notes into their items: ① ②, 1 … 2 …, dashes, stretches between spaces, sentences in small letters, comma splices.

Only marks decide. An item that is no more than a date, a name or a word stays with the item before it.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from apps.analyze.language.document import Document
from apps.transform.rewriting.roles.units import Unit

CIRCLED = re.compile(r"[①-⑳]")
NUMBERED = re.compile(r"(?:^|(?<=\s))(\d{1,2})[.)．）]\s+")
BARE = re.compile(r"(?:^|(?<=[^\d]\s))(\d{1,2})[ \u3000]+(?=[^\d\s])")
"""A number without a mark: an item only where three or more count from one."""
DASHES = "-–—・•"
DASHED = re.compile(rf"(?:^|(?<=\s))[{DASHES}]\s+(?=\S)")
SPACES = re.compile(r"(?<![A-Za-z,、。:：?？!！])[ \u3000]+(?=\S)|(?<=[A-Za-z])[ \u3000]+(?=[^\sA-Za-z\d])")
LEAST_ITEMS = {"marks": 2, "dashes": 3, "spaces": 5, "splices": 3}
LONGEST_ITEM = 30
"""Code points of an item between spaces, on average: longer ones are sentences."""
JOINS = re.compile(
    r"[\d/:：時分日月火水木金土()（）〜~～–-]+$|[^はがをに]{1,12}まで(?:に)?$|[朝昼夕夜翌]は|[^はがをにでとも、]{1,6}$|[→⇒]|(?:から|まで|より)"
)
"""An item that leans on the one before it."""
OPENS = re.compile(r"(?:[^\s]{1,3}|.*(?:[はがのをと、,:：→]|(?<!ま)で))$")
"""An item that the next one completes."""
LOWER_END = re.compile(r"(?:(?<=[a-z]{3})|(?<=[a-z]{2}\d)|(?<=[ /~]\d)|(?<=\d\d)|(?<=\)))[.?!]\s+(?=[a-z(])")
MISSED_END = re.compile(
    r"(?:(?<=[A-Z]{2})|(?<= Nov)|(?<= Dec)|(?<= Jan)|(?<= Feb)|(?<= Aug)|(?<= Sept)|(?<= Oct)|(?<=, [A-Z][a-z])|(?<=, [A-Z][a-z]{2}))"
    r"\.\s+(?=[A-Z][a-z]{2})"
)
"""Ends after acronyms, months and the short name that closes a list."""
SHORT_FORM = re.compile(
    r"\b(?:vs|no|approx|dept|etc|ca|cf|incl|max|min|fig|ext|est|avg|st|dr|mr|mrs|ms|prof|tel|wk|yr|hrs?|mins?|vol|ref|misc|temp|inc|ltd|co)$",
    re.I,
)
SUBORDINATE = (
    r"(?:if|when|whenever|while|because|since|although|though|unless|until|as|after|before|where|which|who|whose|that|so|but|or|nor|than|"
    r"whether|once|in|on|at|for|with|without|from|to|of|by|like|such|including|both|either|not)\b"
)
VERB = (
    r"(?:is|isn['’]?t|are|aren['’]?t|was|wasn['’]?t|were|will|won['’]?t|has|hasn['’]?t|have|haven['’]?t|had|can|can['’]?t|cannot|could|"
    r"must|should|may|does|doesn['’]?t|do|don['’]?t|did|didn['’]?t|wants?|needs?|says?|said|goes|went|comes|came|takes?|took|thinks?|costs?|"
    r"stays?|checks?|makes?|gets?|got|gives?|leaves?|left|holds?|runs?|ran|looks?|works?|dies?|ends?|starts?|keeps?|lends?|\w{3,}ed)\b"
)
SPLICE = re.compile(
    rf",\s+(?=(?:then |until then |meanwhile |so far )?(?:(?!{SUBORDINATE})[\w'’&/-]+ (?:(?!{SUBORDINATE})[\w'’&/-]+ ){{0,3}}?(?:{VERB})"
    r"|do not |don['’]?t |please ))",
    re.I,
)
ANNOUNCED = re.compile(r"[^:.;]{4,60}:\s+(?=\S)")
LEAST_SPLICED = 150
"""Code points: a shorter sentence is read in one go."""
GOVERNS = re.compile(rf"(?:{SUBORDINATE})[^,]*$", re.I)
LONGEST_MARK = 8
"""Code points of the space and the mark before an item."""
LONGEST_CUT = 1_500
"""Longer stretches without an end mark are no notes."""


def cut_notes(document: Document, units: Sequence[Unit], language: str) -> tuple[Unit, ...]:
    """The units, those that are run-on notes cut into one unit an item."""
    cut: list[Unit] = []
    for unit in _rejoined(document, units) if language == "ja" else units:
        cut += _items(document, unit, language) if _may_be_notes(unit) else [unit]
    return tuple(cut)


def _may_be_notes(unit: Unit) -> bool:
    return not unit.block and not unit.below and unit.end - unit.start <= LONGEST_CUT


def _rejoined(document: Document, units: Sequence[Unit]) -> Iterator[Unit]:
    """What follows a question mark without a space belongs to it in notes between spaces: 原因はファン?未確定."""
    held: Unit | None = None
    for unit in units:
        touches = held and held.end == unit.start and document.prose[held.end - 1 : held.end] in "?？"
        is_short = held and unit.end - held.start <= LONGEST_CUT
        if held and touches and is_short and not unit.block and _spaced(document.prose[held.start : unit.end]):
            held = replace(held, end=unit.end, below=unit.below)
            continue
        if held:
            yield held
        held = unit
    if held:
        yield held


def _items(document: Document, unit: Unit, language: str) -> list[Unit]:
    """The items by the first kind of mark that there are enough of; English sentences in small letters are cut further."""
    start = _with_mark(document, unit)
    prose = document.prose[start : unit.end]
    cuts = _marked(prose)
    if cuts:
        return _parts(
            document, replace(unit, start=start + cuts[0] if not prose[: cuts[0]].strip() else unit.start), start, cuts
        )
    if language == "ja":
        return _parts(document, unit, unit.start, _spaced(document.prose[unit.start : unit.end]))
    ended = _parts(document, unit, unit.start, _ended(document.prose[unit.start : unit.end]))
    return [item for part in ended for item in _parts(document, part, part.start, _spliced(document, part))]


def _with_mark(document: Document, unit: Unit) -> int:
    """Where the line of the unit begins, if all that stands before it is the mark of an item."""
    nearest = max(0, unit.start - LONGEST_MARK)
    line = document.prose.rfind("\n", nearest, unit.start) + 1
    if not line and nearest:
        return unit.start
    before = document.prose[line : unit.start]
    bare = before.strip()
    marked = CIRCLED.fullmatch(bare) or NUMBERED.fullmatch(bare + " ") or bare in DASHES
    return line + len(before) - len(before.lstrip()) if bare and marked else unit.start


def _parts(document: Document, unit: Unit, offset: int, cuts: Sequence[int]) -> list[Unit]:
    """The unit cut at places that count from `offset`; the marks that only separate are left out."""
    inner = [offset + at for at in cuts if unit.start < offset + at < unit.end]
    if not inner:
        return [unit]
    opened = document.prose[unit.start].isupper()
    parts = [_trimmed(document, start, end) for start, end in pairwise([unit.start, *inner, unit.end])]
    told = [part for part in parts if part[0] < part[1]]
    return [
        replace(unit, start=start, end=end, opened=opened if at else unit.opened)
        for at, (start, end) in enumerate(told)
    ]


def _trimmed(document: Document, start: int, end: int) -> tuple[int, int]:
    """Without the dash before it, and the space and the comma behind it."""
    body = document.prose[start:end].rstrip(" \t\u3000,、")
    dash = DASHED.match(body)
    return start + (dash.end() if dash else 0), start + len(body)


def _marked(prose: str) -> list[int]:
    """Where items begin that numbers or dashes mark. A number out of its turn only refers to an item: ⑤ ①の手動は."""
    for marks in (_counted(CIRCLED, prose), _counted(NUMBERED, prose)):
        if len(marks) >= LEAST_ITEMS["marks"]:
            return marks
    bare = _counted(BARE, prose)
    if len(bare) >= LEAST_ITEMS["dashes"] and prose[bare[0] :].startswith(("1 ", "1\u3000")):
        return bare
    dashed = [m.start() for m in DASHED.finditer(prose)]
    return dashed if len(dashed) >= LEAST_ITEMS["dashes"] else []


def _counted(mark: re.Pattern[str], prose: str) -> list[int]:
    found: list[tuple[int, int]] = []
    for match in mark.finditer(prose):
        number = int(unicodedata.numeric(match[0])) if mark is CIRCLED else int(match[1])
        if not found or number == found[-1][0] + 1:
            found.append((number, match.start()))
    return [at for _number, at in found]


def _spaced(prose: str) -> list[int]:
    """Where items begin that only spaces part, as in notes typed in a hurry."""
    cuts = [match.end() for match in SPACES.finditer(prose)]
    if len(cuts) + 1 < LEAST_ITEMS["spaces"] or len(prose) / (len(cuts) + 1) > LONGEST_ITEM or prose.count("。") > 1:
        return []
    kept: list[int] = []
    for at, end in zip(cuts, [*cuts[1:], len(prose)], strict=True):
        before = prose[kept[-1] if kept else 0 : at].strip()
        if not JOINS.match(prose[at:end].strip()) and not OPENS.fullmatch(before):
            kept.append(at)
    return kept


def _ended(prose: str) -> list[int]:
    """Where sentences begin that the capitals of English don't show."""
    ends = [*LOWER_END.finditer(prose), *MISSED_END.finditer(prose)]
    return sorted(
        m.end()
        for m in ends
        if prose[m.start()] != "."
        or not SHORT_FORM.search(prose[max(0, m.start() - 8) : m.start()])
        or m.re is MISSED_END
    )


def _spliced(document: Document, unit: Unit) -> list[int]:
    """Where whole clauses follow each other with nothing but a comma between, three at least; and where the words end that announce them."""
    prose = document.prose[unit.start : unit.end]
    if len(prose) < LEAST_SPLICED:
        return []
    announced = ANNOUNCED.match(prose)
    cuts = [announced.end()] if announced else []
    for match in SPLICE.finditer(prose):
        piece = prose[cuts[-1] if cuts else 0 : match.start()]
        if not GOVERNS.fullmatch(piece.strip()) and piece.count("(") == piece.count(")"):
            cuts.append(match.end())
    return cuts if len(cuts) + 1 >= LEAST_ITEMS["splices"] + bool(announced) else []
