"""Structure: headings and bullets in the order the reader needs.

Intensity 1 keeps the order of the message, 2 puts what the reader needs first, 3 also sets deadlines and owners apart.
"""

from apps.analyze.language.document import Document
from apps.transform.contracts import Draft, Intensity, TransformRequest
from apps.transform.rewriting.roles import LEADS_IN, Role, Statement, audience_of, read_statements
from apps.transform.rewriting.roles.units import has_structure
from apps.transform.types.structure.marks import Marks, marks_for
from apps.transform.types.structure.render import render_section
from apps.transform.types.structure.sections import Parts, Section, in_message_order, in_readers_order, parts_of


def write(wanted: TransformRequest, document: Document) -> Draft:
    """The message in sections; no edits where it has structure already, or says one thing that has no role."""
    if has_structure(document):
        return Draft()
    parts = parts_of(read_statements(document, wanted.language))
    if not _worth_it(parts.matter):
        return Draft()
    marks = marks_for(wanted.language, wanted.context.channel)
    sections = [render_section(section, marks, wanted.intensity) for section in _sections(wanted, parts)]
    blocks = [_edge(document, parts.opening, marks), *sections, _edge(document, parts.closing, marks)]
    return Draft(composed="\n\n".join(block for block in blocks if block), reason="structured")


def _worth_it(matter: tuple[Statement, ...]) -> bool:
    told = [s for s in matter if s.role is not Role.BLOCK]
    return len(told) > 1 or any(s.role is not Role.BACKGROUND and len(s.text) >= LEAST for s in told)


LEAST = 8
"""Characters of a statement that a heading is worth: a lone "no" needs none."""


def _sections(wanted: TransformRequest, parts: Parts) -> tuple[Section, ...]:
    if wanted.intensity is Intensity.LIGHT:
        return in_message_order(parts.matter, wanted.language)
    return in_readers_order(parts.matter, wanted.language, audience_of(wanted.context.receiver_role))


def _edge(document: Document, frame: tuple[Statement, ...], marks: Marks) -> str:
    """Greetings and closings as they stand, line breaks between them kept; a lead-in as a title."""
    lines: list[str] = []
    for before, statement in zip((None, *frame), frame, strict=False):
        between = document.text[before.start + len(before.whole) : statement.start] if before else ""
        lines.append((between if not between.strip() else "\n") + _shown(statement, marks))
    return "".join(lines).strip()


def _shown(statement: Statement, marks: Marks) -> str:
    return marks.title(statement.text) if LEADS_IN.fullmatch(statement.text) else statement.whole
