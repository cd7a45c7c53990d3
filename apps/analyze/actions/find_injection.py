"""Whether a text tries to give a model orders, without the other lenses."""

from functools import lru_cache

from apps.analyze.contracts import Injection, Language
from apps.analyze.lenses.injection import find_injection as look
from apps.analyze.lenses.subject import Subject


@lru_cache(maxsize=128)
def find_injection(text: str, language: Language) -> Injection:
    """What a whole analysis says of it."""
    return look(Subject(text, language))
