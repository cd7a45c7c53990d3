"""Group the statements of a message into sections."""

import re
from dataclasses import dataclass, replace
from itertools import groupby

from apps.analyze.language.document import Document
from apps.transform.rewriting.roles import Audience, Role, Statement
from apps.transform.rewriting.roles.statement import FRAME
from apps.transform.rewriting.rulebook import wording_beside
from apps.transform.types.structure.layout import order_for

LEANS = {
    "ja": re.compile(
        r"(?:ただし|ただ|しかし|でも|この|その|これ|それ|そこ|ここ|なので|よって|つまり|とはいえ|一方|同(?!意)|前者|後者|いずれも|さもないと|でないと|(?:間に合わ|届か|でき|そうで)ない場合)"
    ),
    "en": re.compile(
        r"(?:however|otherwise|but|this|that|these|those|it|so|therefore|hence|which|if (?:not|so|it|that|this|they)|the (?:former|latter)|i (?:think|agree|guess) (?:they|so|it|that))\b",
        re.I,
    ),
}
LONGEST_TOPIC = {"ja": 40, "en": 80}
"""Code points of a sentence that only says what a message is about."""
LIST_MARKS = tuple("-*+•・–—●○■□◆◇▶▼※")
LEAST_AFTER_TOPIC = 2
TASKS = frozenset({Role.REQUEST, Role.NEXT, Role.DEADLINE, Role.OWNER})
POINTS = {
    "ja": re.compile(r"(?:^|[、。])(?:それ|これ|そちら|こちら)(?:を|は|に|で|も)"),
    "en": re.compile(r"\b(?:it|them|these|those)\b", re.I),
}
WORDS = wording_beside(__file__)
COUNTS = re.compile(r"[①-⑳]|\d{1,2}[.)．）]?\s")
NUMBER = re.compile(r"[①-⑳]|\d{1,2}[.)．）]\s")
HEADED = frozenset(Role) - FRAME - {Role.BLOCK, Role.HEADING}
STANDS_OUT = frozenset(
    {Role.REQUEST, Role.OWNER, Role.DECISION, Role.ACTION, Role.UNDERWAY, Role.CAUSE, Role.NEXT, Role.OPEN}
)


@dataclass(frozen=True)
class Section:
    """Statements under one heading."""

    role: Role
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Parts:
    """A message as the lines that open it, its matter, and the lines that close it."""

    opening: tuple[Statement, ...]
    matter: tuple[Statement, ...]
    closing: tuple[Statement, ...]


def parts_of(document: Document, statements: tuple[Statement, ...], language: str) -> Parts:
    """Frame at the edges is kept there, with the sentence that says what the message is about; a closing in the middle goes to the end."""
    frame = FRAME | {Role.HEADING}
    first = next((at for at, s in enumerate(statements) if s.role not in frame), len(statements))
    titled = any(s.role is Role.HEADING for s in statements[:first])
    first += not titled and _is_topic(document, statements[first:], language)
    matter = tuple(s for s in statements[first:] if s.role not in (Role.CLOSING, Role.GREETING))
    closing = tuple(s for s in statements[first:] if s.role in (Role.CLOSING, Role.GREETING))
    return Parts(statements[:first], matter, closing)


def _is_topic(document: Document, rest: tuple[Statement, ...], language: str) -> bool:
    """A short first sentence of no sure role, no item of a list, which the others go on about."""
    if (
        len(rest) < LEAST_AFTER_TOPIC + 1
        or rest[0].role is not Role.BACKGROUND
        or rest[0].below
        or COUNTS.match(rest[0].text)
    ):
        return False
    if document.prose[document.prose.rfind("\n", 0, rest[0].start) + 1 : rest[0].start].strip() in LIST_MARKS:
        return False
    is_whole = rest[0].sentence != rest[1].sentence and not _leans(rest[0], language)
    return is_whole and len(rest[0].text) <= LONGEST_TOPIC[language]


def is_numbered(statement: Statement) -> bool:
    """Whether it begins with a number of the writer's own, which other items may refer to."""
    return NUMBER.match(statement.text) is not None


def in_message_order(matter: tuple[Statement, ...], language: str) -> tuple[Section, ...]:
    """Sections as the message goes: a new one where the role changes. What has no sure role is one section, the last if it would be several."""
    sections: list[Section] = []
    attached = _attached(matter, language)
    runs = sum(role is Role.BACKGROUND for role, _ in groupby(s.role for s in attached))
    for statement in sorted(attached, key=lambda s: runs > 1 and s.role is Role.BACKGROUND):
        if sections and sections[-1].role == statement.role:
            sections[-1] = replace(sections[-1], statements=(*sections[-1].statements, statement))
        else:
            sections.append(Section(statement.role, (statement,)))
    return tuple(sections)


def in_readers_order(matter: tuple[Statement, ...], language: str, audience: Audience) -> tuple[Section, ...]:
    """One section a role, in the order that the audience needs."""
    groups: dict[Role, list[Statement]] = {}
    for statement in _attached(matter, language):
        groups.setdefault(statement.role, []).append(statement)
    place = order_for(audience)
    ordered = sorted(groups, key=lambda role: place.get(role, len(place)))
    return tuple(Section(role, tuple(groups[role])) for role in ordered)


def _attached(matter: tuple[Statement, ...], language: str) -> list[Statement]:
    """The statements with the role of the section they belong in.

    What leans on the sentence before it (ただし, this) and what has no role of its own (a block, a name alone)
    stays with its neighbour; an owner goes with what there is to do.
    """
    attached: list[Statement] = []
    matter = _with_antecedents(matter, language)
    duty = next((r for r in (Role.REQUEST, Role.NEXT) if any(s.role is r for s in matter)), Role.OWNER)
    for at, statement in enumerate(matter):
        role = statement.role
        before = attached[-1].role if attached else None
        if role is Role.OWNER:
            role = duty
        elif role in (Role.BLOCK, Role.HEADING) or (_leans(statement, language) and role not in STANDS_OUT):
            role = before or (Role.BACKGROUND if role in (Role.BLOCK, Role.HEADING) else role)
        elif role is Role.ADDRESS:
            follows = (s.role for s in matter[at + 1 :] if s.role in HEADED)
            role = next(follows, before or Role.BACKGROUND)
        attached.append(replace(statement, role=role))
    return attached


def _with_antecedents(matter: tuple[Statement, ...], language: str) -> tuple[Statement, ...]:
    """A task that names its object only as it or them keeps the sentence before it, where that has no section of its own."""
    joined: list[Statement] = []
    for statement in matter:
        before = joined[-1] if joined else None
        if before and _points_at(before, statement, language):
            stop = WORDS["stop"]["ja" if language == "ja" else "en"]
            text = before.text.rstrip("。.!！?？") + stop + statement.text
            joined[-1] = replace(statement, start=before.start, text=text)
        else:
            joined.append(statement)
    return tuple(joined)


def _points_at(before: Statement, statement: Statement, language: str) -> bool:
    points = statement.role in TASKS and POINTS[language].search(statement.text) is not None
    stands_free = before.role is Role.BACKGROUND and not before.below and not before.verbatim
    return points and stands_free and not is_numbered(statement)


def _leans(statement: Statement, language: str) -> bool:
    """A guess or a question stands for itself: what it leans on may be certain."""
    is_open = statement.uncertain or statement.text.rstrip().endswith(("か", "?", "？"))
    return bool(LEANS[language].match(statement.text)) and not is_open
