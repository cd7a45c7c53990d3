"""Personal data in a text, without the other lenses."""

from functools import lru_cache

from apps.analyze.contracts import Language, Pii
from apps.analyze.lenses.pii import find_pii as look
from apps.analyze.lenses.subject import Subject


@lru_cache(maxsize=128)
def find_pii(text: str, language: Language) -> tuple[Pii, ...]:
    """What a whole analysis says of it."""
    return look(Subject(text, language))
