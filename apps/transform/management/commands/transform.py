"""`manage.py transform --jsonl`: a message a line in, a result a line out. Needs no database and no server."""

from typing import Any

from django.core.management.base import CommandParser

from apps.transform import pipeline
from apps.transform.bodies import TransformBody, plain
from apps.transform.providers.ladder import configured_ladder
from tonebridge.jsonl import JsonLinesCommand, Row
from tonebridge.rest.bodies import parse


class Command(JsonLinesCommand):
    """Transforms JSON lines from standard input."""

    help = (
        "Read {id, text, transformation_type, intensity, context} a line, write {id, transformed_text, tier, facts, "
        "questions, warnings, …} a line. A line that can't be used gives {id?, error}; the rest goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--tier", choices=["rules", "auto"], default="rules", help="auto: models may be asked")

    def answer(self, row: Row, options: dict[str, Any]) -> Row:
        body = parse(TransformBody, {name: value for name, value in row.items() if name != "id"})
        wanted = body.request(reader_language=None, tier=options["tier"])
        result = plain(pipeline.run(wanted, ladder=configured_ladder()))
        return {name: value for name, value in result.items() if name not in {"id", "created_at"}}
