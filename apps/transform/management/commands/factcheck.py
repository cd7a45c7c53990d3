"""`manage.py factcheck --jsonl`: does a rewrite keep the facts? A line in, a line out; no database, no server."""

import json
import sys
from collections.abc import Iterable
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandParser

from apps.transform.actions.check_facts import check_facts
from apps.transform.contracts import FactItem, TransformationType

ALIASES = {
    "requirement_structuring": TransformationType.REQUIREMENTS,
    "background_completion": TransformationType.BACKGROUND,
    "tone": TransformationType.SOFTEN,
}
FINE = frozenset({"kept", "same_value"})


class Command(BaseCommand):
    """Reads {"id", "original", "rewritten", "transformation_type"?}; writes {"id", "ok", "findings"}."""

    help = "Check rewrites against their originals: one JSON object a line on standard input, one a line out."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--jsonl", action="store_true", help="read and write JSON lines (the only format)")

    def handle(self, *args: Any, **options: Any) -> None:  # Django's signature
        answer_lines(sys.stdin, sys.stdout)


def answer_lines(lines: Iterable[str], out: IO[str]) -> None:
    """Answer every line at once; a bad one gets an `error` and the rest goes on."""
    for line in lines:
        if line.strip():
            out.write(json.dumps(answer(line), ensure_ascii=True) + "\n")
            out.flush()


def answer(line: str) -> dict[str, object]:
    """The answer to one line."""
    asked: object = None
    try:
        asked = json.loads(line)
        return _checked(asked)
    except (ValueError, KeyError, TypeError) as error:
        known = {"id": asked["id"]} if isinstance(asked, dict) and "id" in asked else {}
        return {**known, "error": str(error) or type(error).__name__}


def _checked(asked: object) -> dict[str, object]:
    if not isinstance(asked, dict):
        raise TypeError("a line must be a JSON object")
    original, rewritten = asked.get("original"), asked.get("rewritten")
    if not isinstance(original, str) or not isinstance(rewritten, str):
        raise TypeError("original and rewritten must be texts")
    ledger = check_facts(original=original, rewritten=rewritten, transformation_type=_type(asked))
    findings = [_finding(item) for item in ledger.items if item.status not in FINE]
    return {"id": asked.get("id"), "ok": not findings, "findings": findings}


def _type(asked: dict[str, Any]) -> TransformationType | None:
    name = asked.get("transformation_type")
    return None if name is None else ALIASES.get(name) or TransformationType(name)


def _finding(item: FactItem) -> dict[str, str]:
    return {"kind": item.kind, "original": item.original, "rewritten": item.found, "status": item.status}
