"""What a model says beside the message: greetings of its own, refusals, talk about itself."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from apps.transform.contracts import Language
from tonebridge.rulebooks import load_entries

LAST = 200
"""Code points in which a last sentence is looked for."""


@dataclass(frozen=True)
class Chatter:
    """Patterns of one language."""

    language: Language
    start: tuple[str, ...]
    anywhere: tuple[str, ...]
    end: tuple[str, ...]


def chats(answer: str, original: str) -> bool:
    """Whether the answer talks to whoever asked for it, and the original doesn't."""
    begins, holds, ends = _patterns()
    if begins.match(answer.lstrip()) and not begins.match(original.lstrip()):
        return True
    if ends.search(answer.rstrip()[-LAST:]) and not ends.search(original.rstrip()[-LAST:]):
        return True
    return any(found.group().lower() not in original.lower() for found in holds.finditer(answer))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    entries = load_entries(Path(__file__).with_suffix(".yaml"), Chatter)
    start, anywhere, end = (
        "|".join(pattern for entry in entries for pattern in getattr(entry, where))
        for where in ("start", "anywhere", "end")
    )
    return (
        re.compile(rf"[\"'「『*#\s]*(?:{start})", re.I),
        re.compile(anywhere, re.I),
        re.compile(rf"(?:^|[.!?。！？\n]\s*)[\"'「『*_(（]*(?:{end})[.!?。！？」』\"'*_)）\s]*$", re.I),
    )
