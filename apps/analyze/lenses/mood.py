"""The mood of an English text: VADER (Hutto & Gilbert 2014), and what a model learned of how engineers write."""

import re
from functools import lru_cache

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from apps.analyze.language.document import HOLE
from apps.analyze.learned.grams import LONGEST, Grams, english_grams, with_characters
from apps.analyze.learned.linear import load_linear
from apps.analyze.lenses.markers import find_markers
from apps.analyze.lenses.subject import Subject

MODEL = "mood_en"
COURTESY = re.compile(
    r"\b(?:i['’]?m afraid|unfortunately|would you mind|if you don['’]t mind|no (?:rush|worries|problem|pressure))\b",
    re.I,
)
"""Bad news told kindly: words that the lexicon takes for displeasure."""
POLITE_SIGNS = ("thanks", "praise", "apology", "request", "hedge", "demand")
HARSH_SIGNS = ("profanity", "insult", "contempt", "disapproval", "criticism")


@lru_cache(maxsize=1)
def vader() -> SentimentIntensityAnalyzer:
    """Its lexicon, read once."""
    return SentimentIntensityAnalyzer()


@lru_cache(maxsize=64)
def vader_scores(prose: str) -> tuple[float, float, float]:
    """Compound -1..1, and the shares of positive and negative words 0..1. The opening of a long text decides."""
    text = COURTESY.sub(" ", prose[:LONGEST].replace(HOLE, " "))
    if not text.strip():
        return 0.0, 0.0, 0.0
    scores = vader().polarity_scores(text)
    return float(scores["compound"]), float(scores["pos"]), float(scores["neg"])


def mood(subject: Subject) -> float:
    """VADER's compound score of an English text, -1 to 1."""
    return vader_scores(subject.prose)[0]


@lru_cache(maxsize=64)
def mood_logits(subject: Subject) -> dict[str, float]:
    """Log-odds of negative, neutral and positive."""
    return load_linear(MODEL).logits(mood_grams(subject), mood_signals(subject))


def mood_grams(subject: Subject) -> Grams:
    """What the model reads of a text."""
    return with_characters(english_grams(subject.prose), subject.prose)


def mood_signals(subject: Subject) -> list[float]:
    """What the lenses see of it. The order is the model's."""
    compound, positive, negative = vader_scores(subject.prose)
    words, harsh, polite = (find_markers(subject, name) for name in ("sentiment_en", "harshness", "politeness"))
    seen = {hit.label for hit in (*harsh, *polite)}
    return [
        compound,
        2 * positive,
        2 * negative,
        sum(hit.weight for hit in words),
        min(3.0, sum(hit.weight for hit in harsh)),
        float("!" in subject.prose),
        float("?" in subject.prose),
        min(2.0, len(subject.text) / 200),
        *(float(sign in seen) for sign in (*POLITE_SIGNS, *HARSH_SIGNS)),
    ]
