"""A file as rows, and rows as items: CSV (comma, semicolon or tab) or JSON lines."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.transform.batch_files.columns import IN_CONTEXT, Mapped, chosen_columns
from apps.transform.batch_files.encodings import decode
from apps.transform.contracts import Item
from apps.transform.spreadsheets import plain_cell
from tonebridge.errors import FieldError, InvalidRequest, ValidationFailed
from tonebridge.rest.json_body import read_json

MOST_ROWS = 10_000
MOST_COLUMNS = 200
DELIMITERS = ",;\t"
csv.field_size_limit(1_000_000)

Row = Mapping[str, Any]  # a row of CSV holds texts, a line of JSON whatever JSON holds


@dataclass(frozen=True)
class Table:
    """What a file holds. `names` are those of its columns, in order; a row may lack some."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str
    form: str


def read_table(content: bytes) -> Table:
    """The rows of a CSV file with a header, or of JSON lines. Raises ValidationFailed, for field `file`."""
    decoded = decode(content)
    is_json = decoded.text.lstrip()[:1] == "{"
    rows = tuple(_json_rows(decoded.text) if is_json else _csv_rows(decoded.text))
    if not rows:
        raise _refused(_("There is no message in the file."), "empty")
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    if len(names) > MOST_COLUMNS:
        raise _refused(_("The file has too many columns."), "too_many_columns")
    return Table(names, rows, decoded.encoding, "jsonl" if is_json else "csv")


def items_of(table: Table, *, mapping: Mapped, defaults: Item) -> tuple[Item, ...]:
    """Every row as a body of POST /transform, in the file's order. Raises ValidationFailed, for field `mapping`."""
    if table.form == "jsonl" and not mapping and all("text" in row for row in table.rows):
        return tuple({**defaults, **row} for row in table.rows)
    columns = chosen_columns(table.names, mapping)
    return tuple(_item(row, columns, defaults) for row in table.rows)


def _item(row: Row, columns: Mapped, defaults: Item) -> Item:
    told = {field: row.get(column) for field, column in columns.items()}
    told = {field: _value(field, value) for field, value in told.items() if value not in (None, "")}
    context = {field: told.pop(field) for field in tuple(told) if field in IN_CONTEXT}
    item = {**defaults, **told}
    if context:
        item["context"] = {**defaults.get("context", {}), **context}
    return {"text": "", **item}


def _value(field: str, value: Any) -> Any:
    if field == "intensity" and isinstance(value, str) and value.strip().isdecimal():
        return int(value)
    return value.strip() if isinstance(value, str) and field != "text" else value


def _csv_rows(text: str) -> Iterator[Row]:
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=_delimiter(text), strict=True)
    try:
        header = next(reader, [])
        names = _names(header)
        for row in _counted(reader):
            if any(cell.strip() for cell in row):
                yield {name: plain_cell(cell) for name, cell in zip(names, row, strict=False)}
    except csv.Error as error:
        problem = _("Line %(line)s isn't CSV: quotes or line breaks don't match.") % {"line": reader.line_num}
        raise _refused(problem, "not_csv") from error


def _names(header: Sequence[str]) -> list[str]:
    """Names of columns, each once: a name that comes again, or is empty, is named by its place."""
    names: list[str] = []
    for place, cell in enumerate(header, 1):
        name = plain_cell(cell)[:100] or f"#{place}"
        names.append(name if name not in names else f"{name} #{place}")
    return names


def _delimiter(text: str) -> str:
    first = text.lstrip().partition("\n")[0]
    return max(DELIMITERS, key=first.count)


def _json_rows(text: str) -> Iterator[Row]:
    for number, line in enumerate(_counted(line for line in text.split("\n") if line.strip()), 1):
        try:
            row = read_json(line.encode("utf-8", "surrogatepass"))
        except InvalidRequest as error:
            raise _not_json(number) from error
        if not isinstance(row, dict):
            raise _not_json(number)
        yield row


def _counted(rows: Any) -> Iterator[Any]:
    for count, row in enumerate(rows):
        if count == MOST_ROWS:
            detail = _("A file may hold up to %(most)s messages. Split it.") % {"most": MOST_ROWS}
            raise _refused(detail, "too_many_rows")
        yield row


def _not_json(number: int) -> ValidationFailed:
    return _refused(_("Line %(line)s isn't a JSON object.") % {"line": number}, "not_jsonl")


def _refused(detail: Any, code: str) -> ValidationFailed:
    return ValidationFailed(fields=(FieldError("file", code, detail),))
