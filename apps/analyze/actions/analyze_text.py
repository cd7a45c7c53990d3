"""Everything the lenses see in one text."""

from functools import lru_cache
from typing import Literal

from apps.analyze.contracts import Analysis, Language
from apps.analyze.language.detect import detect_language
from apps.analyze.lenses.action_items import find_action_items
from apps.analyze.lenses.ambiguity import find_ambiguities
from apps.analyze.lenses.clarity import measure_clarity
from apps.analyze.lenses.harshness import measure_harshness
from apps.analyze.lenses.injection import find_injection
from apps.analyze.lenses.jargon import measure_jargon
from apps.analyze.lenses.pii import find_pii
from apps.analyze.lenses.politeness import measure_politeness
from apps.analyze.lenses.priority import measure_priority
from apps.analyze.lenses.readability import measure_readability
from apps.analyze.lenses.sentiment import measure_sentiment
from apps.analyze.lenses.subject import Subject
from apps.analyze.lenses.suggestion import suggest
from apps.analyze.lenses.tone import measure_tone
from tonebridge.resilience import deadline


def analyze_text(*, text: str, language: Literal["auto", "ja", "en"] | str = "auto") -> Analysis:
    """Look at a text through every lens. Same text, same answer; spans index the text in code points."""
    return _analyze(text, "ja" if language == "ja" else "en" if language == "en" else detect_language(text))


@lru_cache(maxsize=128)
def _analyze(text: str, language: Language) -> Analysis:
    subject = Subject(text, language)
    harshness, clarity = measure_harshness(subject), measure_clarity(subject)
    deadline.check()
    jargon, ambiguities = measure_jargon(subject), find_ambiguities(subject)
    deadline.check()
    return Analysis(
        language=language,
        sentiment=measure_sentiment(subject),
        tone=measure_tone(subject),
        harshness=harshness,
        politeness=measure_politeness(subject),
        clarity=clarity,
        readability=measure_readability(subject),
        jargon=jargon,
        ambiguities=ambiguities,
        action_items=find_action_items(subject),
        priority=measure_priority(subject),
        injection=find_injection(subject),
        pii=find_pii(subject),
        suggested=suggest(subject, harshness=harshness, clarity=clarity, jargon=jargon, ambiguities=ambiguities),
    )
