"""Write sections as headings and bullets."""

import re
from collections.abc import Iterator

from apps.transform.contracts import Intensity
from apps.transform.rewriting.roles import Role, Statement
from apps.transform.rewriting.roles.facts import due_of, owner_of
from apps.transform.types.structure.layout import without_label
from apps.transform.types.structure.marks import Marks
from apps.transform.types.structure.sections import Section

ADDS = {
    "ja": re.compile(r"(?:また|なお|あと|それと|ちなみに|そして|それから|さらに|加えて)、"),
    "en": re.compile(r"(?:also|and|additionally|in addition|plus),?\s", re.I),
}
NOTES = {"ja": ("期限", "担当"), "en": ("due", "owner")}


def render_section(section: Section, marks: Marks, intensity: Intensity) -> str:
    """A section's heading and bullets."""
    owners = [owner for s in section.statements if (owner := owner_of(s.text, marks.language))]
    duties = [s for s in section.statements if not owner_of(s.text, marks.language)]
    tasks = section.role is Role.REQUEST and intensity is Intensity.STRONG
    inline = owners[0] if tasks and len(owners) == 1 and len(duties) == 1 else None
    shown = duties if inline else list(section.statements)
    bullets = [_bullet(s, section.role, marks, intensity, owner=inline) for s in shown]
    return "\n".join([marks.heading(section, tuple(_notes(section, owners, marks.language))), *bullets])


def _notes(section: Section, owners: list[str], language: str) -> Iterator[str]:
    """What the heading of a duty promises: a deadline, an owner."""
    if section.role is Role.REQUEST:
        due, owner = NOTES[language]
        if any(due_of(s.text, language) for s in section.statements):
            yield due
        if owners:
            yield owner


def _bullet(statement: Statement, role: Role, marks: Marks, intensity: Intensity, *, owner: str | None) -> str:
    if statement.verbatim:
        return statement.whole
    text = without_label(_plain(statement.text, marks.language), role, marks.language)
    named = owner_of(text, marks.language)
    if named and marks.language == "ja":
        text = f"担当：{named}"
    elif role is Role.REQUEST and intensity is Intensity.STRONG:
        text = _task(text, owner, marks.language)
    if statement.critical:
        text = marks.emphasis(text, follow_up=intensity > Intensity.LIGHT)
    return f"- {text}" + (f"\n{statement.below}" if statement.below else "")


def _plain(text: str, language: str) -> str:
    """Without the word that only adds it to what stood before."""
    match = ADDS[language].match(text)
    rest = text[match.end() :] if match else text
    return rest[:1].upper() + rest[1:] if match and language == "en" else rest


NEEDED = re.compile(r"必要(?:です|だ|。|$)")
"""What is needed by then is not a task that could be told without its date."""


def _task(text: str, owner: str | None, language: str) -> str:
    """A duty with its deadline and owner set apart."""
    due = due_of(text, language)
    notes = [(NOTES[language][0], due.text)] if due else []
    notes += [(NOTES[language][1], owner)] if owner else []
    if not notes or (due and NEEDED.search(due.rest)):
        return text
    if language == "ja":
        return f"{due.rest if due else text}（{'／'.join(f'{name}：{value}' for name, value in notes)}）"
    return f"{due.rest if due else text} ({'; '.join(f'{name}: {value}' for name, value in notes)})"
