"""Whether an error of meaning is noticed: on a text that was written anew it may be a hint."""

from apps.transform.contracts import FactLedger, Language, TransformationType
from apps.transform.factlock.compare import compare

NOTICED = frozenset({"look", "review"})


def is_noticed(ledger: FactLedger) -> bool:
    """Whether its reader is told of anything."""
    return ledger.status in NOTICED


def noticed(original: str, rewritten: str, language: Language, wanted: TransformationType | None = None) -> bool:
    """The same of two texts."""
    return is_noticed(compare(original, rewritten, language=language, transformation_type=wanted))
