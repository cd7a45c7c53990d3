"""Write sections as headings and bullets."""

import re
from collections.abc import Iterator

from apps.transform.contracts import Intensity, Language
from apps.transform.rewriting.roles import Role, Statement
from apps.transform.rewriting.roles.facts import due_of, owner_of
from apps.transform.rewriting.rulebook import wording_beside
from apps.transform.types.structure.layout import without_label
from apps.transform.types.structure.marks import Marks
from apps.transform.types.structure.sections import Section, is_numbered

ADDS = {
    "ja": re.compile(r"(?:また|なお|あと|それと|ちなみに|そして|それから|さらに|加えて)、"),
    "en": re.compile(r"(?:also|and|additionally|in addition|plus),?\s", re.I),
}
WORDS = wording_beside(__file__)


def render_section(section: Section, marks: Marks, intensity: Intensity) -> str:
    """A section's heading and bullets."""
    owners = [owner for s in section.statements if (owner := owner_of(s.text, marks.language))]
    duties = [s for s in section.statements if not owner_of(s.text, marks.language)]
    tasks = section.role is Role.REQUEST and intensity is Intensity.STRONG
    inline = owners[0] if tasks and len(owners) == 1 and len(duties) == 1 else None
    shown = duties if inline else list(section.statements)
    bullets = [_bullet(s, section.role, marks, intensity, owner=inline) for s in shown]
    return "\n".join([marks.heading(section, tuple(_notes(section, owners, marks.language))), *bullets])


def render_bullets(statements: tuple[Statement, ...], marks: Marks, intensity: Intensity) -> str:
    """Bullets in the order of the message, without a heading."""
    return "\n".join(_bullet(s, Role.BACKGROUND, marks, intensity, owner=None) for s in statements)


def _notes(section: Section, owners: list[str], language: Language) -> Iterator[str]:
    """What the heading of a duty promises: a deadline, an owner."""
    if section.role is Role.REQUEST:
        if any(due_of(s.text, language) for s in section.statements):
            yield WORDS["due"][language]
        if owners:
            yield WORDS["owner"][language]


def _bullet(statement: Statement, role: Role, marks: Marks, intensity: Intensity, *, owner: str | None) -> str:
    if statement.verbatim:
        return statement.whole
    text = without_label(_plain(statement.text, marks.language), role, marks.language)
    named = owner_of(text, marks.language)
    if named and marks.language == "ja":
        text = WORDS["note"]["ja"].format(name=WORDS["owner"]["ja"], value=named)
    elif role is Role.REQUEST and intensity is Intensity.STRONG:
        text = _task(text, owner, marks.language)
    if statement.critical:
        text = marks.emphasis(text, follow_up=intensity > Intensity.LIGHT)
    mark = "" if is_numbered(statement) else "- "
    return f"{mark}{text}" + (f"\n{statement.below}" if statement.below else "")


def _plain(text: str, language: Language) -> str:
    """Without the word that only adds it to what stood before."""
    match = ADDS[language].match(text)
    rest = text[match.end() :] if match else text
    return rest[:1].upper() + rest[1:] if match and language == "en" else rest


NEEDED = re.compile(r"必要(?:です|だ|。|$)")
"""What is needed by then is not a task that could be told without its date."""


def _task(text: str, owner: str | None, language: Language) -> str:
    """A duty with its deadline and owner set apart."""
    due = due_of(text, language)
    notes = [_note("due", due.text, language)] if due else []
    notes += [_note("owner", owner, language)] if owner else []
    if not notes or (due and NEEDED.search(due.rest)):
        return text
    aside = WORDS["aside"][language].format(WORDS["semicolon"][language].join(notes))
    return f"{due.rest if due else text}{aside}"


def _note(key: str, value: str, language: Language) -> str:
    return WORDS["note"][language].format(name=WORDS[key][language], value=value)
