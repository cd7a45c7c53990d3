"""Names of people, to be hidden: more of them than an analysis tells of, which names those with a title."""

from functools import lru_cache

from apps.analyze.contracts import Language, Pii
from apps.analyze.language.surnames import find_japanese
from apps.analyze.language.western_people import find_western
from apps.analyze.language.width import fold
from apps.analyze.lenses.pii import readable
from apps.analyze.lenses.subject import Subject


@lru_cache(maxsize=128)
def find_people(text: str, language: Language) -> tuple[Pii, ...]:
    """In order and disjoint. Code and links are no names; quotations are looked at."""
    prose = readable(Subject(text, language))
    spans = find_western(fold(prose)) if language == "en" else find_japanese(prose)
    return tuple(Pii("person", start, end) for start, end in spans)
