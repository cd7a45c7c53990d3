"""What is harsh still in an English sentence of the result: words that hurt, bare orders, shouting."""

from apps.analyze.language.sentences import Sentence as Read
from apps.transform.rewriting.orders.english.orders import find_order
from apps.transform.types.soften.english.shouting import shouting_edits
from apps.transform.types.soften.harsh_words import has_harsh_words
from apps.transform.types.soften.review import Sentence


def is_harsh(sentence: Sentence) -> bool:
    """Whether somebody who reads it is still insulted, blamed, threatened, ordered about or shouted at."""
    return has_harsh_words(sentence.now, "en") or _shouts(sentence.now)


def _shouts(now: str) -> bool:
    return any(shouting_edits(Read(0, len(now), now, now, 0), 2))
