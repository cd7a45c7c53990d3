"""What a model says beside the message: greetings of its own, refusals, talk about itself."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from apps.transform.contracts import Language
from tonebridge.rulebooks import load_entries


@dataclass(frozen=True)
class Chatter:
    """Patterns of one language."""

    language: Language
    start: tuple[str, ...]
    anywhere: tuple[str, ...]


def chats(answer: str, original: str) -> bool:
    """Whether the answer talks to whoever asked for it, and the original doesn't."""
    begins, holds = _patterns()
    if begins.match(answer.lstrip()) and not begins.match(original.lstrip()):
        return True
    return any(found.group().lower() not in original.lower() for found in holds.finditer(answer))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    entries = load_entries(Path(__file__).with_suffix(".yaml"), Chatter)
    start = "|".join(pattern for entry in entries for pattern in entry.start)
    anywhere = "|".join(pattern for entry in entries for pattern in entry.anywhere)
    return re.compile(rf"[\"'「『*#\s]*(?:{start})", re.I), re.compile(anywhere, re.I)
