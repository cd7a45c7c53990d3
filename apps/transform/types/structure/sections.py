"""Group the statements of a message into sections."""

import re
from dataclasses import dataclass, replace

from apps.transform.rewriting.roles import Audience, Role, Statement
from apps.transform.rewriting.roles.statement import FRAME
from apps.transform.types.structure.layout import order_for

LEANS = {
    "ja": re.compile(
        r"(?:ただし|ただ|しかし|でも|この|その|これ|それ|そこ|ここ|なので|よって|つまり|とはいえ|一方|同|さもないと|でないと|(?:間に合わ|届か|でき|そうで)ない場合)"
    ),
    "en": re.compile(
        r"(?:however|otherwise|but|this|that|these|those|it|they|so|therefore|hence|which|he|she|its|their|if (?:not|so|it|that|this|they))\b",
        re.I,
    ),
}
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


def parts_of(statements: tuple[Statement, ...]) -> Parts:
    """Frame at the edges is kept there; a closing in the middle goes to the end."""
    frame = FRAME | {Role.HEADING}
    first = next((at for at, s in enumerate(statements) if s.role not in frame), len(statements))
    matter = tuple(s for s in statements[first:] if s.role not in (Role.CLOSING, Role.GREETING))
    closing = tuple(s for s in statements[first:] if s.role in (Role.CLOSING, Role.GREETING))
    return Parts(statements[:first], matter, closing)


def in_message_order(matter: tuple[Statement, ...], language: str) -> tuple[Section, ...]:
    """Sections as the message goes: a new one where the role changes."""
    sections: list[Section] = []
    for statement in _attached(matter, language):
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


def _leans(statement: Statement, language: str) -> bool:
    return bool(LEANS[language].match(statement.text))
