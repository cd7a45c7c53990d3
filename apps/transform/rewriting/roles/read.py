"""Read a message as statements with roles."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from apps.analyze.language.document import HOLE, Document
from apps.transform.rewriting.orders.asking import asks_by_form
from apps.transform.rewriting.roles import clauses_en, clauses_ja
from apps.transform.rewriting.roles.agreement import agreed
from apps.transform.rewriting.roles.cues import is_marked, likeliest, weigh
from apps.transform.rewriting.roles.leaning import leans_back
from apps.transform.rewriting.roles.notes import cut_notes
from apps.transform.rewriting.roles.purpose import judge
from apps.transform.rewriting.roles.role import Role
from apps.transform.rewriting.roles.statement import Clause, Statement
from apps.transform.rewriting.roles.surety import CERTAIN, lead_of, settled
from apps.transform.rewriting.roles.units import Unit, read_units

MENTIONS = re.compile(rf"(?:{HOLE}+[ \t\u3000]*(?:(?:さん|様|さま|各位)[、,]?[ \t\u3000]*|[,、:][ \t]*)?)+")
INTRODUCES = re.compile(r"[^\s、。はがを]{1,14}(?:です|と申します|でございます)$")
"""What may follow a greeting in the same breath: 営業部の森です."""
PLAIN_WORD = re.compile(r"[a-z][a-z'’-]*(?=[\s,;:.!?]|$)")
"""What may begin with a capital; v4.2 and iPhone may not."""
END_MARK = re.compile(r"[。．.！？!?]{1,8}")
PUT_RIGHT = (Role.NEXT, Role.ACTION)
"""Harm that is or will be put right needs nobody else to follow up."""
SHORT_NAME = 24
LONGEST_SENTENCE = 1200
"""A longer 'sentence' is no prose (a log line, a dump): it is read whole."""


@lru_cache(maxsize=128)
def read_statements(
    document: Document, language: str, *, merged: bool = True, strict: bool = False
) -> tuple[Statement, ...]:
    """The statements of a message in its order. Neighbours of one sentence with the same role stay together.

    `merged` False gives every clause by itself. `strict` cuts run-on notes into items, and leaves background whatever isn't sure.
    """
    units = _open(document, read_units(document, language), language)
    units = list(cut_notes(document, units, language)) if strict else units
    read = [_of_unit(document, unit, language, number) for number, unit in enumerate(units)]
    judged = iter(
        _judged(document, [s for statements, parts in read if parts for s in statements], language, strict=strict)
    )
    found: list[Statement] = []
    for statements, parts in read:
        told = _carried([next(judged) for _ in statements], language, strict=strict) if parts else statements
        found += _merge(document, told, parts, language) if merged and parts else told
    return tuple(_close(found))


def _judged(document: Document, statements: list[Statement], language: str, *, strict: bool) -> list[Statement]:
    """The statements with the role that the cues and what was learned agree on."""
    texts = [document.text[s.start : s.end] + ("\n" if _ends_line(document, s.end) else "") for s in statements]
    judgements = judge(texts, language)
    return [
        replace(
            s,
            role=settled(s.role, s.lead, j, s.text, language) if strict else agreed(s.role, j, texts[at]),
            purpose=j.purpose,
        )
        for at, (s, j) in enumerate(zip(statements, judgements, strict=True))
    ]


def _ends_line(document: Document, end: int) -> bool:
    return document.text[end : end + 2].lstrip(" \u3000")[:1] == "\n"


def _open(document: Document, units: tuple[Unit, ...], language: str) -> list[Unit]:
    """The units, with the mentions or the greeting that open the first sentences cut off."""
    opened: list[Unit] = []
    for at, unit in enumerate(units):
        cut = _opening_end(document, unit, language) if at < 2 and not unit.block and not unit.item else unit.start
        if unit.start < cut < unit.end:
            opened += [Unit(unit.start, cut), replace(unit, start=cut, opened=True)]
        else:
            opened.append(unit)
    return opened


def _opening_end(document: Document, unit: Unit, language: str) -> int:
    mention = MENTIONS.match(document.prose, unit.start, unit.end)
    spans = document.opaque_within(unit.start, mention.end()) if mention else ()
    if mention and spans and all(span.kind == "mention" for span in spans):
        return mention.end()
    opener = OPENERS[language].match(document.prose, unit.start, unit.end)
    return opener.end() if opener else unit.start


LEAD_IN = (
    r"(?:just )?(?:a )?(?:quick )?heads[- ]up|fyi|"
    r"(?:quick |short |small |security |maintenance |service |status |incident )?(?:question|update|notice|reminder|announcement)|"
    r"(?:[a-z]{1,12} )?results"
)
OPENERS = {
    "ja": re.compile(
        r"(?:お疲れ(?:様|さま)(?:です|でした)|お世話に(?:なっております|なります)|こんにちは|おはようございます)[、，！!]\s*"
        r"|【[^】\n]{1,20}】[ \u3000]*(?=[^\s【])"
    ),
    "en": re.compile(
        r"(?:hi|hello|hey|dear)\b[^,.!?\n]{0,30}[,!]\s+(?=\S)|(?:team|all|folks|everyone)[,:]\s+(?=\S)"
        rf"|(?:{LEAD_IN})(?::|,|\s[–—-])\s+(?=\S)",
        re.I,
    ),
}
"""A greeting or a lead-in in the same breath as the first sentence."""
LEADS_IN = re.compile(rf"(?:{LEAD_IN})\s?[:,–—-]\s*", re.I)
"""A lead-in by itself (Heads up:): ahead of a list its colon points at nothing."""


def _of_unit(document: Document, unit: Unit, language: str, number: int) -> tuple[list[Statement], list[Clause]]:
    text, prose = document.text[unit.start : unit.end], document.prose[unit.start : unit.end]
    if unit.block:
        return [Statement(unit.start, unit.end, text, Role.BLOCK, number, verbatim=True)], []
    frame = _frame_role(document, unit, language)
    if frame:
        return [Statement(unit.start, unit.end, text.strip(), frame, number, below=unit.below)], []
    whole = unit.below or len(text) > LONGEST_SENTENCE
    parts = [Clause(unit.start, unit.end, _body_end(unit, prose))] if whole else _clauses(document, unit, language)
    read = [
        _statement(document, part, language, number, first=at == 0 and not unit.opened) for at, part in enumerate(parts)
    ]
    read[-1] = replace(read[-1], below=unit.below)
    return read, parts


def _carried(read: list[Statement], language: str, *, strict: bool) -> list[Statement]:
    """Within a sentence, a clause that nothing speaks for goes on about what the clause before it is about, unless that has to be sure."""
    carried = read[:1]
    for statement in read[1:]:
        goes_on = _goes_on_about(carried[-1].role, statement, language, strict=strict)
        carried.append(replace(statement, role=carried[-1].role) if goes_on else statement)
    return carried


def _goes_on_about(role: Role, statement: Statement, language: str, *, strict: bool) -> bool:
    """What is being done and when it will be over are one thing."""
    over_when = role is Role.UNDERWAY and statement.role is Role.NEXT
    is_silent = statement.role is Role.BACKGROUND and not strict
    return is_silent or over_when or leans_back(statement.text, language)


def _body_end(unit: Unit, prose: str) -> int:
    return unit.start + len(prose.rstrip("。"))


def _frame_role(document: Document, unit: Unit, language: str) -> Role | None:
    prose = document.prose[unit.start : unit.end].strip()
    bare = prose.rstrip("。. ")
    spans = document.opaque_within(unit.start, unit.end)
    if not prose.strip(HOLE + " \t\u3000、,:：さん様各位") and spans and all(s.kind == "mention" for s in spans):
        return Role.ADDRESS
    if is_marked("greeting", bare, language):
        return Role.GREETING
    if unit.opened and INTRODUCES.match(bare):
        return Role.GREETING
    if is_marked("closing", bare, language):
        return Role.CLOSING
    if any(s.kind == "url" for s in spans) and is_marked(
        "reference", prose.replace(HOLE, "").strip(" <>.。"), language
    ):
        return Role.REFERENCE
    return Role.HEADING if is_marked("heading", bare, language) and not unit.below else None


def _clauses(document: Document, unit: Unit, language: str) -> list[Clause]:
    # Rules read the prose: what is opaque can neither be cut nor counted as a word.
    prose = document.prose[unit.start : unit.end].replace("\n", " ")
    return clauses_ja.clauses(prose, unit.start) if language == "ja" else clauses_en.clauses(prose, unit.start, prose)


def _statement(document: Document, clause: Clause, language: str, number: int, *, first: bool) -> Statement:
    prose = document.prose[clause.start : clause.cut] + clause.tail
    role, lead = _role(document, clause, prose, language)
    return Statement(
        start=clause.start,
        end=clause.end,
        text=_stand_alone(document, clause, language, first=first),
        role=role,
        sentence=number,
        critical=role not in PUT_RIGHT and is_marked("critical", prose, language),
        uncertain=is_marked("uncertain", prose, language),
        lead=lead,
    )


def _role(document: Document, clause: Clause, prose: str, language: str) -> tuple[Role, int]:
    """A request by its form is one whatever it speaks of (原因教えて。); else what the cues say, and how clearly."""
    mark = END_MARK.match(document.prose, clause.end - 1 if clause.end > clause.start else clause.end)
    said = document.prose[clause.start : clause.end]
    if not clause.tail and asks_by_form(said, mark[0] if mark else "", language):
        return Role.REQUEST, CERTAIN
    weights = weigh(prose.strip(), language)
    role = likeliest(weights)
    others = max((weight for other, weight in weights.items() if other is not role), default=0)
    return role, lead_of(weights[role], others)


def _stand_alone(document: Document, clause: Clause, language: str, *, first: bool) -> str:
    """The clause as a text of its own: line breaks closed, its ending completed, a capital where it begins."""
    text = document.text[clause.start : clause.cut]
    glue = "" if language == "ja" else " "
    text = re.sub(r"[ \t]*\n[ \t\u3000]*", glue, text).strip() + clause.tail
    inside = document.touches_opaque(clause.start, clause.start + 1)
    is_word = PLAIN_WORD.match(text) and not inside
    return text[:1].upper() + text[1:] if is_word and language == "en" and not first else text


def _merge(document: Document, read: list[Statement], parts: list[Clause], language: str) -> list[Statement]:
    """Join neighbours with the same role into the original words between them."""
    merged: list[Statement] = []
    for statement, part in zip(read, parts, strict=True):
        last = merged[-1] if merged else None
        if last and last.role == statement.role and not (statement.critical and not last.critical):
            joined = _stand_alone(document, replace(part, start=last.start), language, first=last is read[0])
            uncertain = last.uncertain or statement.uncertain
            merged[-1] = replace(statement, start=last.start, text=joined, uncertain=uncertain)
        else:
            merged.append(statement)
    return merged


def _close(found: Iterable[Statement]) -> list[Statement]:
    """What follows a closing and is no longer than a name belongs to it; a frame in the middle is matter."""
    closed: list[Statement] = []
    for statement in found:
        after_closing = closed and closed[-1].role is Role.CLOSING
        is_name = statement.role is Role.BACKGROUND and len(statement.text) <= SHORT_NAME
        closed.append(replace(statement, role=Role.CLOSING) if after_closing and is_name else statement)
    return closed
