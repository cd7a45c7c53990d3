"""`manage.py transform --jsonl`: a message a line in, a result a line out. Needs no database and no server."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from apps.transform import pipeline
from apps.transform.bodies import TransformBody, plain
from apps.transform.providers.ladder import configured_ladder
from tonebridge.jsonl import Row, answer_lines
from tonebridge.rest.bodies import parse


class Command(BaseCommand):
    """Transforms JSON lines from standard input."""

    help = (
        "Read {id, text, transformation_type, intensity, context} a line, write {id, transformed_text, tier, facts, "
        "questions, warnings, …} a line. A line that can't be used gives {id?, error}; the rest goes on."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--jsonl", action="store_true", required=True, help="read and write JSON lines")
        parser.add_argument("--tier", choices=["rules", "auto"], default="rules", help="auto: models may be asked")

    def handle(self, *args: Any, **options: Any) -> None:
        answer_lines(sys.stdin.buffer, sys.stdout, lambda row: _answer(row, options["tier"]))


def _answer(row: Row, tier: str) -> Row:
    body = parse(TransformBody, {name: value for name, value in row.items() if name != "id"})
    wanted = body.request(reader_language=None, tier=tier)
    result = plain(pipeline.run(wanted, ladder=configured_ladder()))
    return {name: value for name, value in result.items() if name not in {"id", "created_at"}}
