"""`manage.py factcheck --jsonl`: does a rewrite keep the values, and where may its meaning differ? A line in, a line out; no database,
no server.
"""

from typing import Any

from apps.transform.actions.check_facts import check_facts
from apps.transform.bodies import ALIASES
from apps.transform.contracts import FactItem, TransformationType
from apps.transform.factlock.compare import is_harmless
from tonebridge.jsonl import JsonLinesCommand, Row


class Command(JsonLinesCommand):
    """Reads {"id", "original", "rewritten", "transformation_type"?}; writes {"id", "ok", "verdict", "findings"}.

    `verdict` is `kept`, `look` (the meaning may have changed) or `review` (a value was lost, added or changed); `ok` is false for
    `review` alone.
    """

    help = "Check rewrites against their originals: one JSON object a line on standard input, one a line out."

    def answer(self, row: Row, options: dict[str, Any]) -> Row:
        original, rewritten = row.get("original"), row.get("rewritten")
        if not isinstance(original, str) or not isinstance(rewritten, str):
            raise ValueError("original and rewritten must be texts")
        ledger = check_facts(original=original, rewritten=rewritten, transformation_type=_type(row))
        findings = [_finding(item) for item in ledger.items if not is_harmless(item)]
        return {"ok": ledger.status != "review", "verdict": ledger.status, "findings": findings}


def _type(row: Row) -> TransformationType | None:
    name = row.get("transformation_type")
    return None if name is None else TransformationType(ALIASES.get(str(name), str(name)))


def _finding(item: FactItem) -> Row:
    return {
        "kind": item.kind,
        "original": item.original,
        "rewritten": item.found,
        "status": item.status,
        "reason": item.reason,
        "confidence": item.confidence,
    }
