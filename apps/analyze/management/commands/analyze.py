"""`manage.py analyze --jsonl`: what the lenses see. A line in, a line out; no database, no server."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandParser

from apps.analyze.actions.analyze_text import analyze_text


class Command(BaseCommand):
    """Reads {"id", "text", "language"?}; writes the analysis with the id."""

    help = "Analyze texts: one JSON object a line on standard input, one a line out."
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
        return _analysis(asked)
    except (ValueError, TypeError) as error:
        known = {"id": asked["id"]} if isinstance(asked, dict) and "id" in asked else {}
        return {**known, "error": str(error) or type(error).__name__}


def _analysis(asked: object) -> dict[str, object]:
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        raise TypeError("a line must be a JSON object with a text")
    return {"id": asked.get("id"), **asdict(analyze_text(text=asked["text"], language=asked.get("language") or "auto"))}
