"""English words that everybody knows, in any of their forms."""

from functools import lru_cache

from apps.analyze.language.names import WordList
from apps.analyze.lexicons import FOLDER
from tonebridge.rulebooks import load_entries

ENDINGS = ("'s", "'ll", "'d", "'re", "'ve", "n't", "ing", "est", "es", "ed", "er", "ly", "s", "d", "y")
VOWEL_DROPPING = frozenset({"ing", "est", "ed", "er"})
"""Endings before which a silent e goes (hope, hoping) or a consonant doubles (stop, stopping)."""


@lru_cache(maxsize=1)
def _easy() -> frozenset[str]:
    return frozenset(word for entry in load_entries(FOLDER / "easy_words.yaml", WordList) for word in entry.words)


@lru_cache(maxsize=4096)
def is_familiar(word: str) -> bool:
    """Whether a lower-case word, or what it is a form of, is known to everybody."""
    return any(form in _easy() for form in _forms(word))


def _forms(word: str) -> list[str]:
    forms = [word]
    for ending in ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word:
            forms += [stem, f"{stem}e", stem[:-1]] if ending in VOWEL_DROPPING else [stem]
    return [*forms, f"{word[:-3]}y"] if word.endswith(("ied", "ies", "ier")) else forms
