"""What is harsh still in a Japanese sentence of the result: words that hurt, orders that no rule worded anew."""

from functools import lru_cache

from apps.analyze.language.document import read_document
from apps.transform.rewriting.orders.japanese.clauses import read_clauses
from apps.transform.types.soften.harsh_words import has_harsh_words
from apps.transform.types.soften.japanese.unconverted import orders_of
from apps.transform.types.soften.review import Sentence


def is_harsh(sentence: Sentence, rude: bool) -> bool:
    """Whether somebody who reads it is still insulted, blamed, threatened or ordered about."""
    return _reads_harsh(sentence.now, rude)


@lru_cache(maxsize=512)
def _reads_harsh(now: str, rude: bool) -> bool:
    """Three variants of a text share what they left as it was."""
    return has_harsh_words(now, "ja", rude=rude) or _orders(now)


def _orders(now: str) -> bool:
    return any(orders_of(clause) for clause in read_clauses(read_document(now)))
