"""Check a rewrite of somebody else's against its original."""

from apps.analyze.language.detect import detect_language
from apps.transform.contracts import FactLedger, TransformationType
from apps.transform.factlock.compare import compare


def check_facts(*, original: str, rewritten: str, transformation_type: TransformationType | None = None) -> FactLedger:
    """The ledger of a rewrite, in the language of the original. Reads nothing but the two texts."""
    language = detect_language(original)
    return compare(original, rewritten, language=language, transformation_type=transformation_type)
