"""How easy a text is to read, by a published formula of its language."""

import re
from functools import lru_cache

from apps.analyze.contracts import Readability
from apps.analyze.language.document import HOLE
from apps.analyze.lenses.familiar_words import is_familiar
from apps.analyze.lenses.subject import Subject

JAPANESE_FORMULA = "RS (Tateishi, Ono & Yamada 1988)"
ENGLISH_FORMULA = "Flesch reading ease (1948)"
WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")
VOWELS = re.compile(r"[aeiouy]+")
SILENT_E = re.compile(r"(?:[^laeiouy]e|[^aeiouytd]ed|[^sxzcgaeiouy]es)$")
TWO_SOUNDS = re.compile(r"i[aou](?!us|us$)|eo|ia|io(?!n|us)|ua(?!l$)|ism$")
PRIOR_WORDS, PRIOR_SHARE = 10, 0.15
"""A line of three words is judged beside ten usual ones: one unfamiliar word of three says little."""
CHAINING = frozenset({"of", "by", "which", "whose", "upon", "such"})
"""Words that hang one noun on another."""
SCRIPTS = (
    ("latin", re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]+")),
    ("hiragana", re.compile(r"[\u3041-\u309f]+")),
    ("kanji", re.compile(r"[\u3400-\u9fff々]+")),
    ("katakana", re.compile(r"[\u30a1-\u30ff]+")),
)


def measure_readability(subject: Subject) -> Readability:
    """0 (hard) to 100 (easy)."""
    if subject.language == "ja":
        return Readability(_bounded(japanese_ease(subject)), JAPANESE_FORMULA)
    return Readability(_bounded(flesch(subject)), ENGLISH_FORMULA)


def _bounded(score: float) -> float:
    return round(max(0.0, min(100.0, score)), 1)


def syllables(word: str) -> int:
    """Syllables of an English word, by its vowel groups and silent endings. At least 1."""
    lower = word.lower()
    count = len(VOWELS.findall(lower)) + len(TWO_SOUNDS.findall(lower))
    return max(1, count - bool(SILENT_E.search(lower)))


def english_words(subject: Subject) -> list[str]:
    """The words of an English text, opaque spans left out."""
    return WORD.findall(subject.prose.replace(HOLE, " "))


def flesch(subject: Subject) -> float:
    """206.835 - 1.015 words per sentence - 84.6 syllables per word (Flesch 1948), not bounded. 100 without words."""
    words = english_words(subject)
    if not words:
        return 100.0
    per_sentence = len(words) / max(1, len(subject.sentences))
    return 206.835 - 1.015 * per_sentence - 84.6 * sum(map(syllables, words)) / len(words)


def familiar_ease(subject: Subject) -> float:
    """120 less 7 points of difficulty (Dale & Chall 1948: 15.79 times the share of unfamiliar words, 0.0496 a word of
    sentence length) and 2.1 a percent of words that chain nouns (of, by, which). Not bounded; 100 without words."""
    words = [word.lower() for word in english_words(subject)]
    if not words:
        return 100.0
    unfamiliar = (sum(not is_familiar(word) for word in words) + PRIOR_WORDS * PRIOR_SHARE) / (len(words) + PRIOR_WORDS)
    chained = sum(word in CHAINING for word in words) / len(words)
    difficulty = 15.79 * unfamiliar + 0.0496 * len(words) / max(1, len(subject.sentences))
    return 120 - 7 * difficulty - 210 * chained


@lru_cache(maxsize=32)
def japanese_ease(subject: Subject) -> float:
    """RS of Tateishi et al. (1988): -0.12 ls -1.37 la +7.4 lh -23.18 lc -5.4 lk -4.67 cp +115.79, not bounded.

    ls is the mean sentence length in characters; la, lh, lc, lk the mean run lengths of Latin letters, hiragana, kanji
    and katakana; cp the commas a sentence.
    """
    texts = [sentence.prose.replace(HOLE, "") for sentence in subject.sentences]
    if not texts:
        return 100.0
    whole = "".join(texts)
    length = sum(map(len, texts)) / len(texts)
    runs = {name: _mean_run(whole, pattern) for name, pattern in SCRIPTS}
    commas = (whole.count("、") + whole.count("，")) / len(texts)
    scripts = -1.37 * runs["latin"] + 7.4 * runs["hiragana"] - 23.18 * runs["kanji"] - 5.4 * runs["katakana"]
    return 115.79 - 0.12 * length + scripts - 4.67 * commas


def _mean_run(text: str, pattern: re.Pattern[str]) -> float:
    lengths = list(map(len, pattern.findall(text)))
    return sum(lengths) / len(lengths) if lengths else 0.0
