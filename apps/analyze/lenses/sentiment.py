"""Whether a message sounds glad, neutral or displeased. English: a trained model over VADER. Japanese: own words."""

from typing import Literal

from apps.analyze.contracts import Evidence, Sentiment
from apps.analyze.language.document import HOLE
from apps.analyze.learned.grams import LONGEST
from apps.analyze.learned.linear import probability
from apps.analyze.lenses.markers import find_markers
from apps.analyze.lenses.mood import mood_logits, vader
from apps.analyze.lenses.mood_ja import japanese_mood
from apps.analyze.lenses.subject import Subject

Label = Literal["negative", "neutral", "positive"]
LABELS: tuple[Label, ...] = ("neutral", "negative", "positive")
POLAR_FROM = 0.15
"""How far from 0 a Japanese text counts as glad or displeased."""


def measure_sentiment(subject: Subject) -> Sentiment:
    """Label and score, -1 to 1."""
    if subject.language == "en":
        return _english(subject)
    score, evidence = japanese_mood(subject)
    label: Label = "positive" if score >= POLAR_FROM else "negative" if score <= -POLAR_FROM else "neutral"
    return Sentiment(label, round(score, 3), tuple(evidence))


def _english(subject: Subject) -> Sentiment:
    """The likeliest label of the model; the score is how much likelier glad is than displeased."""
    evidence = tuple(hit.evidence for hit in find_markers(subject, "sentiment_en")) + tuple(_words(subject))
    if not subject.prose.replace(HOLE, " ").strip():
        return Sentiment("neutral", 0.0)
    logits = mood_logits(subject)
    likely = {label: probability(logit) for label, logit in logits.items()}
    label = max(LABELS, key=lambda label: likely[label])
    score = (likely["positive"] - likely["negative"]) / sum(likely.values())
    return Sentiment(label, round(score, 3), evidence)


def _words(subject: Subject) -> list[Evidence]:
    """The words that VADER's lexicon knows, quoted."""
    lexicon = vader().lexicon
    found, at = [], 0
    for word in subject.prose[:LONGEST].split():
        at = subject.prose.index(word, at)
        bare = word.strip(".,!?;:()\"'")
        if abs(lexicon.get(bare.lower(), 0)) >= 1 and bare in word:
            start = at + word.index(bare)
            reason = "positive_word" if lexicon[bare.lower()] > 0 else "negative_word"
            found.append(subject.evidence(start, start + len(bare), reason))
        at += len(word)
    return found
