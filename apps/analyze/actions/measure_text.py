"""The measures that a rewrite shows before and after, without the other lenses."""

from functools import lru_cache

from apps.analyze.contracts import Language, Measures
from apps.analyze.lenses.clarity import measure_clarity
from apps.analyze.lenses.harshness import measure_harshness
from apps.analyze.lenses.politeness import measure_politeness
from apps.analyze.lenses.subject import Subject


@lru_cache(maxsize=128)
def measure_text(text: str, language: Language) -> Measures:
    """The same scores that a whole analysis holds, for a part of the time."""
    subject = Subject(text, language)
    return Measures(
        politeness=measure_politeness(subject).score,
        harshness=measure_harshness(subject).score,
        clarity=measure_clarity(subject).score,
    )
