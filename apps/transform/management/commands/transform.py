"""`manage.py transform`: JSON lines through a pipe, or a whole file. Needs no database and no server."""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from apps.transform.batch_files.reading import LIMITS, rows_of
from apps.transform.batch_files.writing import csv_lines, jsonl_lines
from apps.transform.bodies import TransformBody, plain
from apps.transform.contracts import FileRow, FileRows, Item, ItemOutcome, by_name
from apps.transform.providers.ladder import configured_ladder
from apps.transform.story import pipeline
from tonebridge.devstack.private_file import private
from tonebridge.errors import Internal, ToneBridgeError
from tonebridge.jsonl import JsonLinesCommand, Row
from tonebridge.progress_bar import ProgressBar
from tonebridge.rest.bodies import parse
from tonebridge.rest.problem import problem_of
from tonebridge.tables.reading import MB, read_table

FILE_LIMITS = replace(LIMITS, size=200 * MB)
"""As many rows as a job takes; the operator's own memory may hold longer ones."""


class Command(JsonLinesCommand):
    """Transforms JSON lines from standard input, or a file of messages."""

    help = (
        "With --jsonl: read {id, text, transformation_type, intensity, context} a line, write {id, transformed_text, "
        "tier, facts, questions, warnings, unsure, …} a line. With --file and --out: a CSV or JSON lines file, row by row. "
        "What can't be used gives {id?, error}, or a row that says so; the rest goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--jsonl", action="store_true", help="JSON lines from standard input to standard output")
        parser.add_argument("--file", type=Path, help="CSV with a header, or JSON lines; UTF-8, UTF-16 or Shift_JIS")
        parser.add_argument("--out", type=Path, help="where results go; .jsonl: JSON lines, else CSV for spreadsheets")
        parser.add_argument("--type", default="soften", help="for rows that name none (default: soften)")
        parser.add_argument("--intensity", type=int, default=2, help="for rows that name none (default: 2)")
        parser.add_argument("--map", action="append", default=[], metavar="FIELD=COLUMN", help="such as text=本文")
        parser.add_argument("--tier", choices=["rules", "auto"], default="rules", help="auto: models may be asked")

    def handle(self, *args: Any, **options: Any) -> None:  # Django's signature
        if options["jsonl"]:
            return super().handle(*args, **options)
        if not options["file"] or not options["out"]:
            raise CommandError("Give --jsonl, or --file and --out.")
        return self._file(options)

    def answer(self, row: Row, options: dict[str, Any]) -> Row:
        result = transformed(row, options["tier"])
        return {name: value for name, value in result.items() if name not in {"id", "created_at"}}

    def _file(self, options: dict[str, Any]) -> None:
        rows = _rows(options)
        out: Path = options["out"]
        lines = jsonl_lines if out.suffix == ".jsonl" else csv_lines
        bar = ProgressBar(len(rows.rows), sys.stderr)
        with open(out, "wb", opener=private) as file:  # messages
            for line in lines(_outcomes(rows, options["tier"], bar), rows.columns):
                file.write(line)
        self.stdout.write(f"{bar.done - bar.failed} transformed, {bar.failed} with problems: {out}")


def transformed(row: Item, tier: str) -> dict[str, Any]:
    """The result of one row as JSON values. Raises ToneBridgeError."""
    body = parse(TransformBody, {name: value for name, value in row.items() if name != "id"})
    wanted = body.request(reader_language=None, tier=tier)
    return plain(pipeline.run(wanted, ladder=configured_ladder()))


def _rows(options: dict[str, Any]) -> FileRows:
    defaults = {"transformation_type": options["type"], "intensity": options["intensity"]}
    mapping = dict(each.partition("=")[::2] for each in options["map"])
    try:
        return rows_of(read_table(_content(options["file"]), FILE_LIMITS), mapping=mapping, defaults=defaults)
    except ToneBridgeError as error:
        raise CommandError("; ".join(str(one.detail) for one in error.fields) or str(error.detail)) from error
    except OSError as error:
        raise CommandError(f"{options['file']}: {error.strerror}") from error


def _content(file: Path) -> bytes:
    """No more of it than may be: a file without an end is refused like one that is too large."""
    with file.open("rb") as opened:
        return opened.read(FILE_LIMITS.size + 1)


def _outcomes(rows: FileRows, tier: str, bar: ProgressBar) -> Iterator[ItemOutcome]:
    for index, row in enumerate(rows.rows):
        outcome = replace(_outcome(index, row, tier), columns=by_name(rows.columns, json.loads(row.cells)))
        bar.step(failed=outcome.problem is not None)
        yield outcome
    bar.end()


def _outcome(index: int, row: FileRow, tier: str) -> ItemOutcome:
    given_id = str(row.item.get("id", ""))
    failed = partial(ItemOutcome, index, given_id, None, given=row.item)
    try:
        return ItemOutcome(index, given_id, transformed(row.item, tier), None)
    except ToneBridgeError as error:
        return failed(problem_of(error, ""))
    except Exception:
        return failed(problem_of(Internal(), ""))
