"""Findings of meaning. Words and clause breaks give them away and don't prove them: on a text that was written anew they are hints."""

from collections.abc import Iterable
from dataclasses import replace

from apps.transform.contracts import FactItem

CONFIDENCE: dict[str, float] = {
    "meaning_negation": 0.5,
    "meaning_negation_added": 0.5,
    "meaning_negation_reversed": 0.5,
    "meaning_conditional": 0.5,
    "meaning_uncertain": 0.5,
    "meaning_uncertain_added": 0.5,
    "meaning_certain_added": 0.5,
    "meaning_uncertainty": 0.5,
    "meaning_obligatory": 0.5,
    "meaning_obligatory_added": 0.5,
    "meaning_optional": 0.5,
    "meaning_optional_added": 0.5,
    "meaning_only": 0.5,
    "meaning_only_added": 0.5,
    "meaning_all": 0.5,
    "meaning_scope": 0.5,
    "meaning_relaxed_added": 0.5,
    "meaning_deadline": 0.5,
    "meaning_committed_added": 0.5,
    "meaning_trend": 0.5,
    "meaning_actor": 0.5,
    "meaning_order": 0.5,
    "statement_added": 0.5,
    "statement_lost": 0.5,
}
"""Of every reason that is about meaning, how sure its findings are, 0 to 1: even odds until they are weighed on texts of others."""


def as_hints(items: Iterable[FactItem]) -> tuple[FactItem, ...]:
    """The items, those of meaning as places to look at: both passages and the reason stay. Those of values stay what they are."""
    return tuple(_hint(item) if item.reason in CONFIDENCE else item for item in items)


def _hint(item: FactItem) -> FactItem:
    return replace(item, status="look", confidence=CONFIDENCE[item.reason])
