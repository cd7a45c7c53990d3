"""Words for days and parts of days, and the words that stand for no value: data beside the code."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from apps.analyze.language.dates import RELATIVE, RelativeDay
from tonebridge.rulebooks import load_entries

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class NoValue:
    """Words that look like a value of a kind, and are none."""

    kind: Literal["label", "place", "calendar"]
    words: tuple[str, ...]


def _named_days() -> dict[str, str]:
    own = {word: day.value for day in load_entries(FOLDER / "days.yaml", RelativeDay) for word in day.spellings}
    return RELATIVE | own


NAMED_DAYS = _named_days()
"""今日, next week, …: the day that each names."""
_NO_VALUES = load_entries(FOLDER / "words.yaml", NoValue)


def no_values(kind: str) -> frozenset[str]:
    """The words of a kind that are no value."""
    return frozenset(word for entry in _NO_VALUES if entry.kind == kind for word in entry.words)
