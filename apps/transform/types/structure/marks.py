"""The marks of headings, bullets and emphasis that a channel shows."""

import re
from dataclasses import dataclass

from apps.transform.contracts import Language
from apps.transform.rewriting.roles import Role, Statement
from apps.transform.rewriting.roles.cues import weigh
from apps.transform.rewriting.rulebook import wording_beside
from apps.transform.types.structure.layout import heading_of
from apps.transform.types.structure.sections import Section

ASKS = ("ください", "下さい", "お願い", "いただけ", "いただき", "頂け", "ほしい", "欲しい", "もらえ", "願います")
PROPOSES = re.compile(r"提案|推奨|お(?:勧|すす)め|\b(?:recommend|propos|suggest|rather|prefer)", re.I)
"""A proposal isn't decided yet, and must not be headed as if it were."""
SAID = re.compile(r"(?:言わ|聞か|頼ま|指摘さ|打診さ|要望さ|依頼さ)れ(?:まし)?た$")
WORDS = wording_beside(__file__)


@dataclass(frozen=True)
class Marks:
    """How a channel writes bold."""

    language: Language
    bold: str

    def heading(self, section: Section, extra: tuple[str, ...]) -> str:
        """【影響】 or **Impact**; a guessed cause says so, duties say what they come with."""
        words = self._words(section)
        notes = (WORDS["suspected"][self.language],) * self._is_guess(section) + extra
        if self.language == "ja":
            return f"【{words}（{'・'.join(notes)}）】" if notes else f"【{words}】"
        return f"{self.bold}{words} ({', '.join(notes)}){self.bold}" if notes else f"{self.bold}{words}{self.bold}"

    def title(self, lead: str) -> str:
        """A lead-in that stood before the first sentence (Heads up:) as a line of its own, which a colon can't be."""
        return f"{self.bold}{lead.rstrip(' :,–—-')}{self.bold}"

    def emphasis(self, text: str, *, follow_up: bool) -> str:
        """The text standing out; marks inside it would close the bold, so such a text gets only the warning."""
        shown = (WORDS["follow_up"][self.language] if follow_up else "") + text
        return shown if "*" in text or "\n" in text else f"{self.bold}{shown}{self.bold}"

    def _words(self, section: Section) -> str:
        if section.role is Role.REQUEST and self.language == "ja" and _asks(section.statements):
            return WORDS["request"]["ja"]
        if section.role is Role.DECISION and all(PROPOSES.search(s.text) for s in section.statements):
            return WORDS["proposal"][self.language]
        if section.role is Role.OCCURRENCE and not any(_is_trouble(s, self.language) for s in section.statements):
            return WORDS["course"][self.language]
        return heading_of(section.role, self.language)

    def _is_guess(self, section: Section) -> bool:
        return section.role is Role.CAUSE and all(s.uncertain for s in section.statements)


def marks_for(language: Language, channel: str) -> Marks:
    """Slack's own markup writes bold with one asterisk; everywhere else Markdown."""
    return Marks(language, "*" if "slack" in channel.lower() else "**")


def _asks(statements: tuple[Statement, ...]) -> bool:
    return any(ask in s.text for s in statements for ask in ASKS)


def _is_trouble(statement: Statement, language: Language) -> bool:
    """Whether cues of trouble speak for it; what was said to somebody is only part of the course of events."""
    return weigh(statement.text, language)[Role.OCCURRENCE] > 0 and not SAID.search(statement.text)
