"""How easy a message is to follow: its readability, less what leaves the reader guessing."""

from apps.analyze.contracts import Clarity, Evidence
from apps.analyze.lenses.ambiguity import ambiguous
from apps.analyze.lenses.readability import familiar_ease, japanese_ease
from apps.analyze.lenses.subject import Subject

LONG_SENTENCE = {"ja": 80, "en": 35}
"""Characters (ja) or words (en) from which a sentence is hard to hold in mind."""


def measure_clarity(subject: Subject) -> Clarity:
    """0 (hard to follow) to 100."""
    hits = ambiguous(subject)
    long_ones = _long_sentences(subject)
    sentences = max(1, len(subject.sentences))
    guessing = sum(hit.weight for hit in hits) / sentences
    score = _ease(subject) - min(20.0, guessing / 2) - 4 * len(long_ones) / sentences
    return Clarity(round(max(0.0, min(100.0, score)), 1), (*(hit.evidence for hit in hits), *long_ones))


def _ease(subject: Subject) -> float:
    if subject.language == "ja":  # drawn to the middle: a formula made for books says little about one line of chat
        return 45 + 0.5 * max(0.0, min(100.0, japanese_ease(subject)))
    return familiar_ease(subject)


def _long_sentences(subject: Subject) -> list[Evidence]:
    limit = LONG_SENTENCE[subject.language]
    return [
        subject.evidence(sentence.start, sentence.end, "long_sentence")
        for sentence in subject.sentences
        if (len(sentence.text) if subject.language == "ja" else len(sentence.text.split())) > limit
    ]
