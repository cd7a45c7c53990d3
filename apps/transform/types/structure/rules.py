"""Structure: headings and bullets in the order the reader needs.

Intensity 1 keeps the order of the message, 2 puts what the reader needs first, 3 also sets deadlines and owners apart.
"""

from apps.analyze.language.document import Document
from apps.transform.contracts import Draft, Intensity, TransformRequest
from apps.transform.rewriting.roles import LEADS_IN, Role, Statement, audience_of, read_statements
from apps.transform.rewriting.roles.units import has_structure
from apps.transform.types.structure.doubts import doubts
from apps.transform.types.structure.marks import Marks, marks_for
from apps.transform.types.structure.render import render_bullets, render_section
from apps.transform.types.structure.sections import Parts, Section, in_message_order, in_readers_order, parts_of
from apps.transform.types.structure.worth import is_counted, is_worth_bullets, is_worth_headings


def write(wanted: TransformRequest, document: Document) -> Draft:
    """The message in sections; no edits where it has structure already, or too few parts for headings to help."""
    if has_structure(document):
        return Draft()
    parts = parts_of(document, read_statements(document, wanted.language, strict=True), wanted.language)
    marks = marks_for(wanted.language, wanted.context.channel)
    shown = _shown_matter(wanted, parts, marks)
    if not shown:
        return Draft()
    blocks = [_edge(document, parts.opening, marks), *shown, _edge(document, parts.closing, marks)]
    composed = "\n\n".join(block for block in blocks if block)
    return Draft(composed=composed, reason="structured", unsure=tuple(doubts(parts, wanted.language)))


def _shown_matter(wanted: TransformRequest, parts: Parts, marks: Marks) -> list[str]:
    """Sections; where too many statements have no sure role, bullets in the message's order; nothing where that helps nobody."""
    sections = _sections(wanted, parts)
    if not is_counted(parts.matter) and is_worth_headings(parts.matter, sections, wanted.language):
        return [render_section(section, marks, wanted.intensity) for section in sections]
    in_order = is_counted(parts.matter) or is_worth_bullets(parts.matter)
    return [render_bullets(parts.matter, marks, wanted.intensity)] if in_order else []


def _sections(wanted: TransformRequest, parts: Parts) -> tuple[Section, ...]:
    if wanted.intensity is Intensity.LIGHT:
        return in_message_order(parts.matter, wanted.language)
    return in_readers_order(parts.matter, wanted.language, audience_of(wanted.context.receiver_role))


def _edge(document: Document, frame: tuple[Statement, ...], marks: Marks) -> str:
    """Greetings, topic and closings as they stand, line breaks between them kept; a lead-in as a title."""
    lines: list[str] = []
    for before, statement in zip((None, *frame), frame, strict=False):
        between = document.text[before.start + len(before.whole) : statement.start] if before else ""
        lines.append((between if not between.strip() else "\n") + _shown(document, statement, marks))
    return "".join(lines).strip()


def _shown(document: Document, statement: Statement, marks: Marks) -> str:
    if LEADS_IN.fullmatch(statement.text):
        return marks.title(statement.text)
    return document.text[statement.start : statement.end] if statement.role is Role.BACKGROUND else statement.whole
