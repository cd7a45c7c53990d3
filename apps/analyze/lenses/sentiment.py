"""Whether a message sounds glad, neutral or displeased. English: VADER (Hutto & Gilbert 2014). Japanese: own words."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from apps.analyze.contracts import Evidence, Language, Sentiment
from apps.analyze.language.document import HOLE
from apps.analyze.language.tokens import Token
from apps.analyze.lenses.markers import find_markers
from apps.analyze.lenses.subject import Subject
from apps.analyze.lexicons import FOLDER
from tonebridge.rulebooks import load_entries

POSITIVE_FROM = {"ja": 0.15, "en": 0.5}
NEGATIVE_FROM = {"ja": -0.15, "en": -0.2}
"""Engineers thank and please each other in neutral messages, so English needs more to count as glad."""
LONGEST = 4000
"""VADER compares every word with every other one in places; a text this long has shown its mood."""


@dataclass(frozen=True)
class PolarWords:
    """Words by dictionary form, 1 (good) to -1 (bad)."""

    polarity: float
    words: tuple[str, ...]


@lru_cache(maxsize=1)
def _vader() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


@lru_cache(maxsize=1)
def _polarities() -> dict[str, float]:
    entries = load_entries(FOLDER / "sentiment_ja.yaml", PolarWords)
    return {word: entry.polarity for entry in entries for word in entry.words}


def measure_sentiment(subject: Subject) -> Sentiment:
    """Label and score, -1 to 1."""
    score, evidence = _japanese(subject) if subject.language == "ja" else _english(subject)
    return Sentiment(_label(score, subject.language), round(score, 3), tuple(evidence))


def _label(score: float, language: Language) -> Literal["negative", "neutral", "positive"]:
    if score >= POSITIVE_FROM[language]:
        return "positive"
    return "negative" if score <= NEGATIVE_FROM[language] else "neutral"


def mood(subject: Subject) -> float:
    """VADER's compound score of an English text, -1 to 1."""
    text = subject.prose[:LONGEST].replace(HOLE, " ")
    return float(_vader().polarity_scores(text)["compound"]) if text.strip() else 0.0


def _english(subject: Subject) -> tuple[float, list[Evidence]]:
    hits = find_markers(subject, "sentiment_en")
    shift = sum(hit.weight for hit in hits)
    return max(-1.0, min(1.0, mood(subject) + shift)), [hit.evidence for hit in hits] + _words(subject)


def _words(subject: Subject) -> list[Evidence]:
    """The words that VADER's lexicon knows, quoted."""
    lexicon = _vader().lexicon
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


def _japanese(subject: Subject) -> tuple[float, list[Evidence]]:
    total, evidence = 0.0, []
    for offset, tokens in subject.tokens:
        for at, token in enumerate(tokens):
            polarity = _polarities().get(token.lemma, _polarities().get(token.surface, 0.0))
            if polarity:
                signed = -polarity if _denied(tokens, at) else polarity
                total += signed
                reason = "positive_word" if signed > 0 else "negative_word"
                evidence.append(subject.evidence(offset + token.start, offset + token.end, reason))
    return max(-1.0, min(1.0, total / (1 + abs(total)) * 1.2)), evidence


def _denied(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a negation follows within its phrase: 良くない, 問題ありません, 悪いとは言えない."""
    for token in tokens[at + 1 : at + 6]:
        if token.surface in ("、", "。", "が", "けど", "し", "ので", "から") and token.subpos != "格助詞":
            return False
        if token.lemma in ("ない", "無い", "ぬ", "ず") and token.pos in ("助動詞", "形容詞"):
            return True
    return False
