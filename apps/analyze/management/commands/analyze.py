"""`manage.py analyze --jsonl`: what the lenses see. A line in, a line out; no database, no server."""

from typing import Any

from apps.analyze.actions.analyze_text import analyze_text
from apps.analyze.bodies import ANALYSIS
from tonebridge.jsonl import JsonLinesCommand, Row


class Command(JsonLinesCommand):
    """Reads {"id", "text", "language"?}; writes the analysis with the id."""

    help = "Analyze texts: one JSON object a line on standard input, one a line out."

    def answer(self, row: Row, options: dict[str, Any]) -> Row:
        text, language = row.get("text"), row.get("language") or "auto"
        if not isinstance(text, str) or language not in {"auto", "ja", "en"}:
            raise ValueError("a line must be a JSON object with a text")
        found: Row = ANALYSIS.dump_python(analyze_text(text=text, language=language), mode="json")
        return found
