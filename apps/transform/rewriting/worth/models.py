"""Which sentences of a message give orders to a model that reads it."""

import re
from collections.abc import Sequence

from apps.analyze.actions.find_injection import find_injection
from apps.analyze.contracts import Language
from apps.transform.rewriting.worth.marks import Kind, shows
from apps.transform.rewriting.worth.passages import Passage

QUOTED = re.compile(r"[\"“「『]")
"""Whoever only wants a short answer doesn't write it for the reader."""


def orders_to_models(passages: Sequence[Passage], text: str, language: Language) -> list[Passage]:
    """The sentences that override what a model was told, and in a text that seems to do so those that dictate its answer.

    A sentence that only sounds like one (skip the review, don't mention this) is none: people say so to each other.
    """
    overriding = [p for p in passages if _shows("override", p)]
    dictating = [p for p in passages if p not in overriding and _shows("dictates", p)]
    if dictating and not overriding:
        suspected = find_injection(text, language).flagged
        dictating = [p for p in dictating if suspected and QUOTED.search(p.text)]
    return [*overriding, *dictating]


def _shows(kind: Kind, passage: Passage) -> bool:
    """In either language: an attack needn't speak the language of the message."""
    return any(shows(kind, passage.text, language) for language in ("ja", "en"))
