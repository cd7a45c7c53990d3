"""What is harsh to read, as data: `rewriting/rulebook/soften_<language>_harsh.yaml`, checked when loaded."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from apps.analyze.language.width import fold
from apps.transform.contracts import Language
from apps.transform.rewriting.rulebook import FOLDER, load_entries

Kind = Literal["harmless", "insult", "address", "venting", "blame", "sarcasm", "threat", "order", "push"]


@dataclass(frozen=True)
class HarshWords:
    """Patterns of one kind, read without case on text of half width. `harmless` ones take the span of what only looks harsh."""

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


def has_harsh_words(sentence: str, language: Language) -> bool:
    """Whether a sentence has words that hurt, whatever its endings are."""
    harmless, harsh = _patterns(language)
    return harsh.search(harmless.sub("\ue001", fold(sentence))) is not None


@lru_cache(maxsize=2)
def _patterns(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    entries = load_entries(FOLDER / f"soften_{language}_harsh.yaml", HarshWords)
    said = [pattern for entry in entries if entry.kind != "harmless" for pattern in entry.patterns]
    harmless = [pattern for entry in entries if entry.kind == "harmless" for pattern in entry.patterns]
    return re.compile("|".join(harmless), re.I), re.compile("|".join(said), re.I)
