"""What a rewrite adds around the writer's words: headings, labels, slots to fill in, questions. They have no tone of their own,
unless it is an open insult.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from apps.analyze.actions.find_harshness import find_harshness
from apps.transform.contracts import Language
from apps.transform.rewriting.answers.slots import SLOT
from apps.transform.rewriting.headings import is_marked_heading

# Of lines without the space around them, and none has two stretches of space side by side: those grow by the square.
LABEL = re.compile(
    r"(?:[-・•*]\s*)?(?P<label>(?:[■◆●▼]\s*)?[^\s：:。.!?！？「」\"][^：:。.!?！？\n]{0,40})[：:](?=\s|[^\s/\d]|$)"
)
NOTHING = re.compile(r"(?:[-・•*]\s*)?[（(][^（）()\n]*[）)]|[-・•*→]*")
BULLET = re.compile(r"\s*[-・•*]\s+")
PLEASE = re.compile(r"\bplease,? \Z", re.I)
"""Stands before a wish; a list of requests leaves it out."""


def without_scaffold(rewritten: str, original: str, language: Language, *, questions: Iterable[str] = ()) -> str:
    """The rewrite without what stands around the writer's words, nothing twice; what stood in the original so stays.

    `questions` are those that the rewrite may list. A rewrite of nothing else comes back as it is.
    """
    return _Reading(original, language).bare(rewritten, questions)


@dataclass(frozen=True)
class _Reading:
    """An original, and what a rewrite of it adds."""

    original: str
    language: Language

    def bare(self, rewritten: str, questions: Iterable[str]) -> str:
        text = SLOT.sub(lambda slot: "" if self._is_added(slot[0]) else slot[0], rewritten)
        for question in questions:
            text = text if question in self.original else text.replace(question, "")
        lines = "\n".join(self._lines(text))
        return lines if lines.strip() else rewritten

    def _lines(self, text: str) -> Iterator[str]:
        said = ""
        for line in text.split("\n"):
            left = line if line.strip() in self.original else self._said(line)
            listed = BULLET.match(line) and BULLET.sub("", left, count=1).strip()
            if (left.strip() or not line.strip()) and not (listed and listed in said):
                yield left
            said += f"{left}\n"

    def _said(self, line: str) -> str:
        """Of a line that the original doesn't have: nothing of a heading, the words behind a label."""
        words = line.strip()
        if NOTHING.fullmatch(words) or (is_marked_heading(words) and self._is_added(words)):
            return ""
        label = LABEL.match(words)
        if label and self._is_added(label["label"].strip()):
            return self._asked(words[label.end() :].lstrip())
        return self._asked(words) if BULLET.match(words) else line

    def _asked(self, wish: str) -> str:
        """A wish as its writer asked for it."""
        words = BULLET.sub("", wish, count=1)
        at = self.original.lower().find(words.lower())
        please = PLEASE.search(self.original, 0, at) if words and at > 0 else None
        return f"{please[0]}{words}" if please else wish

    def _is_added(self, part: str) -> bool:
        return part not in self.original and not find_harshness(text=part, language=self.language).flagged
