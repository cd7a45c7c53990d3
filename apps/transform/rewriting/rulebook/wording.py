"""What is written in a message's own language: headings, marks and sentences, one YAML file a room beside its code."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import TypeAlias

from apps.transform.contracts import Language
from tonebridge.rulebooks import RulebookError, load_entries

Wording: TypeAlias = dict[str, dict[Language, str]]
"""By key, then by language."""


@dataclass(frozen=True)
class Words:
    """A key and what is written for it in either language, with the same places to fill in (as `str.format` has them)."""

    key: str
    ja: str
    en: str

    def __post_init__(self) -> None:
        if _places(self.ja) != _places(self.en):
            raise ValueError(f"{self.key}: both languages need the same places to fill in")


@lru_cache(maxsize=32)
def load_wording(path: Path) -> Wording:
    """The words of a file. Raises RulebookError, for a key that is there twice, too."""
    found: Wording = {}
    for entry in load_entries(path, Words):
        if entry.key in found:
            raise RulebookError(path, 1, f"the key {entry.key} is there twice")
        found[entry.key] = {"ja": entry.ja, "en": entry.en}
    return found


def wording_beside(module: str) -> Wording:
    """The `wording.yaml` beside a module, which is named by its `__file__`."""
    return load_wording(Path(module).with_name("wording.yaml"))


def _places(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}
