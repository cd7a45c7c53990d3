"""Why a change was made, in both languages: one YAML file an area under `reasons/`, a code once over all of them."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tonebridge.rulebooks import RulebookError, load_entries

FOLDER = Path(__file__).parent / "reasons"


@dataclass(frozen=True)
class ReasonEntry:
    """A code and what it says to a reader of either language."""

    code: str
    ja: str
    en: str


def reason_text(code: str, language: str) -> str:
    """The sentence for a reason code. An unknown code is a defect of a rulebook: KeyError."""
    entry = _reasons()[code]
    return entry.ja if language == "ja" else entry.en


def reason_in(sentence: str, language: str) -> str:
    """A reason that was told in one language, in another; a sentence that is none of a rulebook's stays as it is.

    Results are kept with the sentence itself, so it is the sentence that is looked up. What two codes say alike is the first one's.
    """
    code = _codes().get(sentence)
    return reason_text(code, language) if code else sentence


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, entry in _reasons().items():
        for sentence in (entry.ja, entry.en):
            found.setdefault(sentence, code)
    return found


@lru_cache(maxsize=1)
def _reasons() -> dict[str, ReasonEntry]:
    found: dict[str, ReasonEntry] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for entry in load_entries(path, ReasonEntry):
            if entry.code in found:
                raise RulebookError(path, 1, f"the code {entry.code} stands twice")
            found[entry.code] = entry
    return found
