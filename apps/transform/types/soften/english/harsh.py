"""What is harsh still in an English sentence of the result: words that hurt, bare orders, shouting."""

import re
from functools import lru_cache

from apps.analyze.language.sentences import Sentence as Read
from apps.transform.types.soften.english.shouting import shouting_edits
from apps.transform.types.soften.harsh_words import has_harsh_words
from apps.transform.types.soften.review import Sentence

BARE = re.compile(r"\b(do|does|did|is|are|was|were|have|has|had|ca|could|wo|would|should)nt\b", re.I)
"""Contractions that were typed without their apostrophe."""


def is_harsh(sentence: Sentence, rude: bool) -> bool:
    """Whether somebody who reads it is still insulted, blamed, threatened, ordered about or shouted at."""
    return _reads_harsh(sentence.now, rude)


@lru_cache(maxsize=512)
def _reads_harsh(now: str, rude: bool) -> bool:
    """Three variants of a text share what they left as it was."""
    return has_harsh_words(BARE.sub(r"\1n't", now), "en", rude=rude) or _shouts(now)


def _shouts(now: str) -> bool:
    return any(shouting_edits(Read(0, len(now), now, now, 0), 2))
