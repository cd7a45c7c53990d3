"""What fields a message is of: who sends it, the terms that belong to one field only, and the field's everyday words."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from apps.transform.rewriting.roles.fields import FIELDS, Field, Fields
from apps.transform.rewriting.rulebook import FOLDER, load_entries
from apps.transform.types.terminology.lexicon import Word
from apps.transform.types.terminology.match import Place

SURE, OPEN = 2, 1
"""Points that a term of one field gives, or a cue word; and one that could be an everyday word or another field's."""
BY_SENDER = 4
EVIDENT = 4
"""Points that the sender's role gives, and that make a message evidently one of a field: two sure terms, or four open ones."""
NO_LETTER = re.compile(r"[^a-z0-9&/+-]+")


@dataclass(frozen=True)
class Cues:
    """Words that tell of a field without being its terms: 病棟 and "patient" of medicine. Latin ones in lower case."""

    field: Field
    ja: tuple[str, ...]
    en: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.field not in FIELDS:
            raise ValueError(f"unknown field {self.field}")


@dataclass(frozen=True)
class Topics:
    """How much speaks for each field, in points, and the sender's own fields, if they are known."""

    points: Mapping[Field, int]
    sender: Fields

    @property
    def fields(self) -> Fields:
        """The fields that at least one sure sign tells of."""
        return frozenset(field for field, points in self.points.items() if points >= SURE)

    def points_of(self, word: Word, rivals: Sequence[Word] = ()) -> int:
        """What speaks for a sense: its own field, or that the sender's know it, unless another sense is at home there."""
        of_field = self.points.get(word.field, 0) if word.field else 0
        at_home = any(rival.field in self.sender for rival in rivals)
        return max(of_field, BY_SENDER if word.known_to & self.sender and not at_home else 0)


def topics_of(prose: str, places: Iterable[Place], sender: Fields | None, language: str) -> Topics:
    """The topics of a message whose terms were found at these places; each spelling speaks once."""
    points: Counter[Field] = Counter(dict.fromkeys(sender or (), BY_SENDER))
    for words in {place.words[0].spelling: place.words for place in places}.values():
        for field in _spoken_for(words):
            points[field] += SURE if _is_sure(words) else OPEN
    for field in _cued(prose, language):
        points[field] += SURE
    return Topics(points, sender or frozenset())


def _spoken_for(words: Sequence[Word]) -> Fields:
    """The fields that a spelling tells of. What many fields share (KPI) tells of none."""
    few = (word for word in words if len(word.known_to) <= len(FIELDS) // 4)
    return frozenset(word.field for word in few if word.field)


def _is_sure(words: Sequence[Word]) -> bool:
    return len(words) == 1 and not words[0].needs_context


def _cued(prose: str, language: str) -> list[Field]:
    """The fields of the cue words in a text, one each."""
    lower = prose.lower()
    text = lower if language == "ja" else f" {NO_LETTER.sub(' ', lower)} "
    return [field for field, cue in _cues(language) if cue in text]


@lru_cache(maxsize=2)
def _cues(language: str) -> tuple[tuple[Field, str], ...]:
    entries = load_entries(FOLDER / "terms" / "fields.yaml", Cues)
    if language == "ja":
        return tuple((entry.field, cue) for entry in entries for cue in entry.ja)
    return tuple((entry.field, f" {cue}") for entry in entries for cue in entry.en)
