"""How many names of people are masked before a model sees a message, and how many other words are.

    python -m training.masked_names training/names/*.txt        --details: what was missed, and what was masked for nothing

A file holds a message a line, names in braces: `Ask {Dana Whitfield} for the report.` Its language is the end of its name (`first_en.txt`).
"""

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from apps.analyze.language.tokens import tokenize
from apps.transform.contracts import Language
from apps.transform.guards.hiding import masks_of

NAMED = re.compile(r"\{([^}]*)\}")
TOKEN = re.compile(r"⟦([A-Z_]+)_\d+_[0-9a-f]+⟧")
WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
JAPANESE_WORDS = ("名詞", "動詞", "形容詞", "形状詞", "副詞", "代名詞")
Span = tuple[int, int]


@dataclass
class Masked:
    """Counts of names and of other words, and of those that were masked; what went wrong, in words."""

    names: int = 0
    masked_names: int = 0
    words: int = 0
    masked_words: int = 0
    wrong: list[str] = field(default_factory=list)

    def told(self) -> str:
        """A line."""
        names, words = self.masked_names / max(1, self.names), self.masked_words / max(1, self.words)
        return f"{names:.1%} of {self.names} names masked, {words:.2%} of {self.words} other words"


def measured(lines: list[str], language: Language) -> Masked:
    """Each line is a message of its own."""
    found = Masked()
    for line in lines:
        text, names = unmarked(line)
        hidden = list(hidden_in(text, language))
        others = [word for word in words_of(text, language) if not any(overlaps(word, name) for name in names)]
        missed = [name for name in names if not any(start <= name[0] and name[1] <= end for start, end in hidden)]
        spoiled = [word for word in others if any(overlaps(word, span) for span in hidden)]
        found.names, found.masked_names = found.names + len(names), found.masked_names + len(names) - len(missed)
        found.words, found.masked_words = found.words + len(others), found.masked_words + len(spoiled)
        found.wrong += [f"missed {text[slice(*each)]!r}: {text}" for each in missed]
        found.wrong += [f"masked {text[slice(*each)]!r}: {text}" for each in spoiled]
    return found


def unmarked(line: str) -> tuple[str, list[Span]]:
    """The message, and where its names are."""
    spans, removed = [], 0
    for match in NAMED.finditer(line):
        spans.append((match.start() - removed, match.end() - removed - 2))
        removed += 2
    return NAMED.sub(r"\1", line), spans


def hidden_in(text: str, language: Language) -> Iterator[Span]:
    """Where people's names are hidden, and mentions."""
    masks = masks_of(text, language)
    at = seen = 0
    masked = masks.mask(text)
    for token in TOKEN.finditer(masked):
        start = at + token.start() - seen
        at, seen = start + len(masks.restore(token.group())), token.end()
        if token[1] in ("PERSON", "MENTION"):
            yield start, at


def words_of(text: str, language: Language) -> list[Span]:
    """Words that mean something of their own."""
    if language == "en":
        return [match.span() for match in WORD.finditer(text)]
    return [(token.start, token.end) for token in tokenize(text) if token.pos in JAPANESE_WORDS]


def overlaps(one: Span, other: Span) -> bool:
    """Whether they share a character."""
    return one[0] < other[1] and other[0] < one[1]


def main(arguments: list[str]) -> None:
    """A line a file."""
    parser = argparse.ArgumentParser("training.masked_names", description="How many names are masked.")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--details", action="store_true")
    given = parser.parse_args(arguments)
    for file in given.files:
        language = cast(Language, file.stem[-2:])
        found = measured(file.read_text(encoding="utf-8").splitlines(), language)
        sys.stdout.write(f"{file.name}: {found.told()}\n")
        sys.stdout.writelines(f"  {line}\n" for line in found.wrong if given.details)


if __name__ == "__main__":
    main(sys.argv[1:])
