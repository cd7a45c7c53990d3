"""Commands that answer JSON lines: a line in, a line out, at once; a bad line spoils only itself."""

import json
import logging
import sys
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, TextIO

from django.core.management.base import BaseCommand, CommandParser

from tonebridge.errors import ToneBridgeError

log = logging.getLogger(__name__)
Row = dict[str, Any]
MAX_LINE_BYTES = 1_000_000


class JsonLinesCommand(BaseCommand):
    """A command of JSON lines on standard input and output. Needs no database and no server."""

    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--jsonl", action="store_true", required=True, help="read and write JSON lines")

    def handle(self, *args: Any, **options: Any) -> None:  # Django's signature
        answer_lines(bounded_lines(sys.stdin.buffer), sys.stdout, lambda row: self.answer(row, options))

    @abstractmethod
    def answer(self, row: Row, options: dict[str, Any]) -> Row:
        """The answer to one line, without its id. Raises ValueError or ToneBridgeError, which become its `error`."""


def bounded_lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of one that is longer than `MAX_LINE_BYTES` the beginning, a byte too long, and the rest dropped."""
    while line := file.readline(MAX_LINE_BYTES + 1):
        yield line
        while len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
            line = file.readline(MAX_LINE_BYTES + 1)


def answer_lines(lines: Iterable[bytes], out: TextIO, answer: Callable[[Row], Row]) -> None:
    """Answer every line that isn't blank, flushing each."""
    for line in lines:
        if line.strip():
            out.write(_line(_answered(line, answer)) + "\n")
            out.flush()


def _line(row: Row) -> str:
    """JSON that a person can read; half of a character pair, which UTF-8 can't hold, as its JSON escape."""
    return json.dumps(row, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace").decode()


def _answered(line: bytes, answer: Callable[[Row], Row]) -> Row:
    row: Row = {}
    try:
        row = _parsed(line)
        return _named(row) | answer(row)
    except ToneBridgeError as error:
        fields = "; ".join(f"{one.field}: {one.detail}" for one in error.fields)
        return _named(row) | {"error": fields or str(error.detail)}
    except ValueError as error:
        return _named(row) | {"error": str(error)}
    except Exception as error:
        log.exception("a line failed")
        return _named(row) | {"error": f"internal error ({type(error).__name__})"}


def _parsed(line: bytes) -> Row:
    if len(line) > MAX_LINE_BYTES:
        raise ValueError(f"the line is longer than {MAX_LINE_BYTES:,} bytes")
    try:
        row = json.loads(line.decode())
    except (ValueError, RecursionError) as error:
        raise ValueError("the line is not JSON in UTF-8") from error
    if not isinstance(row, dict):
        raise ValueError("the line is not a JSON object")
    return row


def _named(row: Row) -> Row:
    return {"id": row["id"]} if isinstance(row.get("id"), str | int) else {}
