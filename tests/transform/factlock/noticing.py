"""Whether an error of meaning is noticed."""

from apps.transform.contracts import Edit, FactLedger, Language, TransformationType
from apps.transform.factlock.compare import compare_edits

NOTICED = frozenset({"look", "review"})


def is_noticed(ledger: FactLedger) -> bool:
    """Whether its reader is told of anything."""
    return ledger.status in NOTICED


def noticed(original: str, rewritten: str, language: Language, wanted: TransformationType | None = None) -> bool:
    """Whether the one edit that makes the one text of the other would be undone: there every cue counts."""
    edit = Edit(0, len(original), rewritten, "reworded")
    return is_noticed(compare_edits(original, (edit,), language=language, transformation_type=wanted))
