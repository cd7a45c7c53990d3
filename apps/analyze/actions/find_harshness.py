"""How harsh a text is, where only that is asked: a fraction of what a whole analysis costs."""

from apps.analyze.contracts import Harshness, Language
from apps.analyze.lenses.harshness import measure_harshness
from apps.analyze.lenses.subject import Subject


def find_harshness(*, text: str, language: Language) -> Harshness:
    """The same as in an analysis of the text."""
    return measure_harshness(Subject(text, language))
