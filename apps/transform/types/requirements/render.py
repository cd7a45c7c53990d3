"""Write sorted requests under their headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apps.transform.contracts import Language, Question
from apps.transform.rewriting.roles import Statement
from apps.transform.rewriting.rulebook import wording_beside
from apps.transform.types.requirements.categories import REQUESTS, Category
from apps.transform.types.requirements.sort import Item, dated

WORDS = wording_beside(__file__)
EXCLUDED = {
    "ja": re.compile(r"(?P<what>[^、。はがをで\s]{1,20})(?:を除(?:く|いて|き)|は対象外)"),
    "en": re.compile(
        r"\b(?:but not(?: for)?|excluding) (?P<what>(?:(?:the|our|any) )?[\w-]+s)(?=[.,;)]|$)",
        re.I,
    ),
}
PLEASE = re.compile(r"^please,? ", re.I)
LABELS = re.compile(
    r"^(?:(?:必須|任意|要件|要望|希望)(?:要件|事項)?[：:]\s*|(?:must|nice[ -]to|should|could)[ -]haves?:\s+|(?:requirements?|requests?|optional):\s+)",
    re.I,
)
"""What the writer put before a wish; the weight before the line says it already."""


@dataclass(frozen=True)
class Page:
    """Writes headings and lines of one language, bold as the channel has it."""

    language: Language
    bold: str = "**"

    def word(self, key: str) -> str:
        """The label of a key."""
        return WORDS[key][self.language]

    def section(self, key: str, lines: Sequence[str], *, level: str = "") -> str:
        """A heading with its lines, or a line that says that nothing is stated."""
        words = self.word(key) + (self.word("weighted").format(self.word(level)) if level else "")
        heading = f"【{words}】" if self.language == "ja" else f"{self.bold}{words}{self.bold}"
        return "\n".join([heading, *(lines or [self.nothing()])])

    def lead(self, statement: Statement) -> str:
        """A lead-in that stood before the first sentence (Heads up:) as a line of its own."""
        return f"{self.bold}{statement.text.rstrip(' :,–—-')}{self.bold}"

    def line(self, item: Item) -> str:
        """A bullet: the statement, with what it belongs under."""
        if item.statement.verbatim:
            return item.statement.whole
        return f"- {self._shown(item)}" + (f"\n{item.statement.below}" if item.statement.below else "")

    def stated(self, text: str, below: str) -> str:
        """A bullet: a sentence as it stands, with the lines that it announces; a block keeps its own lines."""
        if "\n" in text:
            return text
        return f"- {text.rstrip('。') if self.language == 'ja' else text}" + (f"\n{below}" if below else "")

    def labelled(self, item: Item) -> str:
        """A bullet with its weight: must, should or could."""
        if item.statement.verbatim:
            return item.statement.whole
        return f"- {self.word(item.category.value)}{self.word('colon')}{self._shown(item)}" + (
            f"\n{item.statement.below}" if item.statement.below else ""
        )

    def excluded(self, items: Sequence[Item]) -> Iterator[str]:
        """What the message excludes, as a constraint of its own."""
        for item in items:
            for match in EXCLUDED[self.language].finditer(item.statement.text):
                yield f"- {self.word('excluded')}{self.word('colon')}{match['what'].strip()}"

    def dates(self, requests: Sequence[Item]) -> Iterator[str]:
        """The dates that stand inside requests, so that the timeline is whole."""
        for item in requests:
            due = dated(item, self.language)
            if due:
                hoped = item.wish or item.category is not Category.MUST
                yield f"- {due.text}" + (self.word("aside").format(self.word("wish")) if hoped else "")

    def question(self, question: Question) -> str:
        """A question as a bullet."""
        return f"- {question.text}"

    def _shown(self, item: Item) -> str:
        text = item.statement.text
        rest = LABELS.sub("", text, count=1) if item.category in REQUESTS else text
        rest = PLEASE.sub("", rest) if self.language == "en" else rest
        if rest and rest != text:
            text = rest[:1].upper() + rest[1:] if self.language == "en" else rest
        if item.wish and item.category is Category.TIMELINE:
            return text + self.word("aside").format(self.word("wish"))
        return text

    def nothing(self) -> str:
        """The line of a section that the message says nothing about."""
        return f"- {self.word('nothing')}"


def requests_in_order(items: Sequence[Item]) -> list[Item]:
    """The requests, the heaviest first; each weight in the order of the message."""
    return sorted((i for i in items if i.category in REQUESTS), key=lambda i: REQUESTS.index(i.category))
