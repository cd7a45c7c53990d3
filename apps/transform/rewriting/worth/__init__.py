"""What a sentence of a message is worth to somebody who reads only part of it."""

from apps.transform.rewriting.worth.judge import FIGURE, Worth, worth_of
from apps.transform.rewriting.worth.marks import shows
from apps.transform.rewriting.worth.models import orders_to_models
from apps.transform.rewriting.worth.passages import Passage, leans, passages_of, shares_subject

__all__ = [
    "FIGURE",
    "Passage",
    "Worth",
    "leans",
    "orders_to_models",
    "passages_of",
    "shares_subject",
    "shows",
    "worth_of",
]
