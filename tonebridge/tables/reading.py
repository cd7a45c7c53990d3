"""A file as rows: CSV (comma, semicolon or tab) with a header, or JSON lines.

Every limit is looked at before what it limits is made, so a file costs about what it weighs; and the deadline is looked at on
the way, so no thread goes on for long after its caller was answered.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from tonebridge.errors import InvalidRequest, ValidationFailed
from tonebridge.resilience import deadline
from tonebridge.rest.json_body import read_json
from tonebridge.tables.cells import plain_cell
from tonebridge.tables.encodings import check_text, encoding_of
from tonebridge.tables.refusals import refused

MB = 1024 * 1024
DELIMITERS = ",;\t"
LONGEST_ROW = 1_000_000
"""Code points of a row, and of a line: a quotation mark without its end takes no more."""
MOST_MARKS = 20_000
"""Separators in a row, those inside of texts too: more than the longest message and its background can hold."""
MOST_VALUES = 400_000
"""Values in all lines of JSON together: a bare `[]` takes thirty times its length in memory."""
LINES_A_CHECK = 500
"""Lines between two looks at the deadline: well below a second's work."""
csv.field_size_limit(LONGEST_ROW)

Row = Mapping[str, Any]  # a row of CSV holds texts, a line of JSON whatever JSON holds
Numbered = tuple[int, Row]
"""A row, and the line of the file that it begins in, from 1."""
Heed = Callable[[int], object]


@dataclass(frozen=True)
class Limits:
    """What a file may hold: bytes in all, columns, and rows below its header."""

    size: int
    columns: int
    rows: int


@dataclass(frozen=True)
class Table:
    """What a file holds. `names` are those of its columns, in order; a row may lack some.

    `rows` is read once, while it is read from the file. Raises ValidationFailed on the way, for field `file`, and TimedOut at
    the request's deadline.
    """

    names: tuple[str, ...]
    rows: Iterator[Numbered]
    encoding: str
    form: Literal["csv", "jsonl"]


def read_table(content: bytes, limits: Limits, *, heed: Heed | None = None) -> Table:
    """A CSV file or JSON lines, whichever it is. Raises as the table's `rows` do.

    `heed` is told the number of rows that aren't blank, whenever there is one more; what it raises ends the reading.
    """
    source = _source(content, limits)
    if _first_line(source).startswith("{"):
        names: dict[str, None] = {}
        rows = tuple(_heeded(_json_rows(source.opened("\n"), names, limits), heed))
        return Table(tuple(names), iter(rows), source.encoding, "jsonl")
    table = _csv_table(source, limits)
    return replace(table, rows=_heeded(table.rows, heed))


def count_rows(content: bytes, limits: Limits) -> int:
    """How many rows a file has that aren't blank; none is kept, and no line of JSON is parsed. Raises as the table's `rows` do."""
    source = _source(content, limits)
    if _first_line(source).startswith("{"):
        return sum(1 for _line in _counted(_written(_Lines(source.opened("\n"), "")), limits))
    return sum(1 for _row in _csv_table(source, limits).rows)


def read_csv(content: bytes | str, limits: Limits) -> Table:
    """A CSV file alone, or the text of one. Raises as the table's `rows` do."""
    return _csv_table(_source(content, limits), limits)


def _heeded(rows: Iterator[Numbered], heed: Heed | None) -> Iterator[Numbered]:
    for number, row in enumerate(rows, 1):
        if heed:
            heed(number)
        yield row


@dataclass(frozen=True)
class _Source:
    """Where lines come from, as often as they are asked for. A file is decoded while it is read: as text it would be up to
    four times as large.
    """

    content: bytes | str
    codec: str

    @property
    def encoding(self) -> str:
        return self.codec.removesuffix("-sig")

    def opened(self, newline: str = "") -> io.TextIOBase:
        if isinstance(self.content, str):
            return io.StringIO(self.content, newline)
        return io.TextIOWrapper(io.BytesIO(self.content), self.codec, newline=newline)


def _source(content: bytes | str, limits: Limits) -> _Source:
    if len(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")) > limits.size:
        detail = _("The file is too large. The limit is %(most)s MB.") % {"most": f"{limits.size / MB:g}"}
        raise refused(detail, "too_large")
    if isinstance(content, bytes):
        return _Source(content, encoding_of(content))
    check_text(content)
    return _Source(content, "utf-8")


class _Lines:
    """The lines of a text, one after another, counted for each row: how long it is, and how many separators it holds."""

    def __init__(self, text: io.TextIOBase, marks: str) -> None:
        self._text, self._marks_counted = text, marks
        self.number = self._length = self._marks = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_ROW + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if self.number % LINES_A_CHECK == 1:
            deadline.check()
        self._count(line)
        return line

    def end_row(self) -> None:
        """What comes is of another row."""
        self._length = self._marks = 0

    def _count(self, line: str) -> None:
        self._length += len(line)
        self._marks += sum(map(line.count, self._marks_counted))
        if self._length > LONGEST_ROW:
            raise refused(_("Line %(line)s is too long.") % {"line": self.number}, "line_too_long")
        if self._marks > MOST_MARKS:
            raise refused(_("Line %(line)s contains too many values.") % {"line": self.number}, "too_many_values")


def _first_line(source: _Source) -> str:
    """The first that isn't blank, without the blanks before it; as much of it as a line may be long."""
    text = source.opened()
    for number in count():
        if number % LINES_A_CHECK == 0:
            deadline.check()
        line = text.readline(LONGEST_ROW)
        if not line or not line.isspace():
            return line.lstrip()
    raise AssertionError  # `count` has no end


def _csv_table(source: _Source, limits: Limits) -> Table:
    first = _first_line(source)
    delimiter = max(DELIMITERS, key=first.count)
    if first and '"' not in first:
        _check_columns(first.count(delimiter) + 1, limits)
    lines = _Lines(source.opened(), delimiter)
    rows = _csv_rows(lines, delimiter)
    names = _names(next(rows, (0, []))[1], limits)
    return Table(names, _named(rows, names, limits), source.encoding, "csv")


def _csv_rows(lines: _Lines, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows of cells with the line that each begins in, the header first; blank lines before it are none."""
    reader, begins, seen = csv.reader(lines, delimiter=delimiter, strict=True), 1, False
    try:
        for cells in reader:
            lines.end_row()
            seen = seen or any(map(str.strip, cells))
            if seen:
                yield begins, cells
            begins = lines.number + 1
    except csv.Error as error:
        problem = _(
            "Line %(line)s isn't valid CSV. Check for an unclosed quotation mark or a misplaced line break."
        ) % {"line": lines.number}
        raise refused(problem, "not_csv") from error


def _named(rows: Iterator[tuple[int, list[str]]], names: Sequence[str], limits: Limits) -> Iterator[Numbered]:
    for line, cells in _counted(rows, limits):
        if any(map(str.strip, cells)):
            yield line, {name: plain_cell(cell) for name, cell in zip(names, cells, strict=False)}


def _names(header: Sequence[str], limits: Limits) -> tuple[str, ...]:
    """Names of columns, each once: a name that comes again, or is empty, is named by its place."""
    _check_columns(len(header), limits)
    names: dict[str, None] = {}
    for place, cell in enumerate(header, 1):
        name = plain_cell(cell)[:100] or f"#{place}"
        while name in names:
            name = f"{name} #{place}"
        names[name] = None
    return tuple(names)


def _check_columns(found: int, limits: Limits) -> None:
    if found > limits.columns:
        detail = _("The file has %(count)s columns. The limit is %(most)s.")
        raise refused(detail % {"count": f"{found:,}", "most": f"{limits.columns:,}"}, "too_many_columns")


def _json_rows(text: io.TextIOBase, names: dict[str, None], limits: Limits) -> Iterator[Numbered]:
    """The rows; `names` gets those of all members, in their order."""
    lines, left = _Lines(text, ",[{"), MOST_VALUES
    for number, line in _counted(_written(lines), limits):
        row = _json_row(number, line)
        left -= _values(row)
        if left < 0:
            raise refused(_("The file contains too many values. Split it into smaller files."), "too_many_values")
        names.update(dict.fromkeys(row))
        _check_columns(len(names), limits)
        yield number, row


def _written(lines: _Lines) -> Iterator[tuple[int, str]]:
    """The lines that aren't blank."""
    for line in lines:
        lines.end_row()
        if not line.isspace():
            yield lines.number, line


def _json_row(number: int, line: str) -> dict[str, Any]:
    try:
        row = read_json(line.encode("utf-8", "surrogatepass"))
    except InvalidRequest as error:
        raise _not_json(number) from error
    if not isinstance(row, dict):
        raise _not_json(number)
    return row


def _values(value: Any) -> int:
    """How many values a value holds, itself among them; `read_json` has bounded how deep they lie."""
    if isinstance(value, dict):
        return 1 + sum(map(_values, value.values()))
    return 1 + sum(map(_values, value)) if isinstance(value, list) else 1


def _counted(rows: Iterator[tuple[int, Any]], limits: Limits) -> Iterator[tuple[int, Any]]:
    for found, row in enumerate(rows):
        if found == limits.rows:
            detail = _("The file has too many rows. Split it into files of at most %(most)s rows.")
            raise refused(detail % {"most": f"{limits.rows:,}"}, "too_many_rows")
        yield row


def _not_json(number: int) -> ValidationFailed:
    return refused(_("Line %(line)s isn't a JSON object.") % {"line": number}, "not_jsonl")
