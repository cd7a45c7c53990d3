"""What is harsh to read, as data: `rewriting/rulebook/soften_<language>_harsh.yaml`, checked when loaded."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from apps.analyze.language.width import fold
from apps.transform.contracts import Language
from apps.transform.rewriting.rulebook import FOLDER, load_entries

Kind = Literal["harmless", "insult", "address", "venting", "blame", "sarcasm", "threat", "order", "push", "suspect"]


@dataclass(frozen=True)
class HarshWords:
    """Patterns of one kind, read without case on text of half width. `harmless` ones take the span of what only looks harsh.

    `suspect` ones are innocent in a friendly message, and scorn in one that was rude elsewhere.
    """

    kind: Kind
    patterns: tuple[str, ...]

    def __post_init__(self) -> None:
        try:
            self.compiled()
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error

    def compiled(self) -> re.Pattern[str]:
        """All of them as one."""
        return re.compile("|".join(self.patterns), re.I)


def has_harsh_words(sentence: str, language: Language, *, rude: bool = False) -> bool:
    """Whether a sentence has words that hurt, whatever its endings are. `rude`: whether its message is, apart from it."""
    found = _patterns(language)
    bare = found["harmless"].sub("\ue001", fold(sentence))
    return any(found[kind].search(bare) is not None for kind in (("harsh", "suspect") if rude else ("harsh",)))


@lru_cache(maxsize=2)
def _patterns(language: Language) -> dict[str, re.Pattern[str]]:
    said: dict[str, list[str]] = {"harmless": [], "suspect": [], "harsh": []}
    for entry in load_entries(FOLDER / f"soften_{language}_harsh.yaml", HarshWords):
        said.get(entry.kind, said["harsh"]).extend(entry.patterns)
    return {kind: re.compile("|".join(patterns), re.I) for kind, patterns in said.items()}
