"""The messages that `make bench-language` measures with: each time with other numbers, so that nothing is remembered."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import yaml

from apps.transform.contracts import Language

LENGTH, LONG = 300, 10_000
MONOTONOUS = {
    "kana": "あ",
    "orders": "直せ、",
    "quotations": "「あ」",
    "numbers": "1、",
    "emoji": "😀",
    "stop": "STOP NOW ",
    "before": "承認前に",
    "after": "after ",
    "brackets": "（",
}
TEMPLATES: dict[Language, list[str]] = yaml.safe_load(
    Path(__file__).with_name("language_texts.yaml").read_text(encoding="utf-8")
)
_numbers = count(3)


def fresh(template: str) -> str:
    """The message with numbers that no other has."""
    return template.format(*(next(_numbers) for _ in range(template.count("{}"))))


def messages(language: Language) -> Iterator[str]:
    """The messages of a language in turn, without an end."""
    while True:
        yield from (fresh(template) for template in TEMPLATES[language])


def long_message(language: Language, length: int) -> str:
    """Paragraphs of the same kind, cut at a length in code points."""
    paragraphs, text = messages(language), ""
    while len(text) < length:
        text += next(paragraphs) + "\n\n"
    return text[:length]


def monotonous(name: str) -> str:
    """The same few characters over and over, after a number that makes it another text."""
    pattern = MONOTONOUS[name]
    return (f"{next(_numbers)}\n" + pattern * (LONG // len(pattern) + 1))[:LONG]
