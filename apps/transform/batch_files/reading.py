"""A table's rows as items: which of its columns holds what."""

import json
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy

from apps.transform.batch_files.columns import IN_CONTEXT, Mapped, chosen_columns, value_of
from apps.transform.contracts import Cells, FileRow, FileRows, Item
from tonebridge.errors import ValidationFailed
from tonebridge.tables.reading import MB, Limits, Row, Table
from tonebridge.tables.refusals import refused

MOST_ROWS = 10_000
NO_MESSAGE = gettext_lazy("There are no messages in the file.")
LIMITS = Limits(size=20 * MB, columns=200, rows=MOST_ROWS)


def rows_of(table: Table, *, mapping: Mapped, defaults: Item) -> FileRows:
    """Every row as a body of POST /transform with the cells that come back, in the file's order. Raises ValidationFailed, for fields `file` and `mapping`."""
    if not table.names:
        raise no_message()
    found = _bodies(table, defaults) if table.form == "jsonl" and not mapping else _chosen(table, mapping, defaults)
    if not found.rows:
        raise no_message()
    return found


def _bodies(table: Table, defaults: Item) -> FileRows:
    """Lines of JSON as they are, where each has a text; else by the names of their members."""
    rows = tuple(table.rows)
    if all("text" in row for _line, row in rows):
        return FileRows(tuple(FileRow({**defaults, **row}) for _line, row in rows))
    return _chosen(replace(table, rows=iter(rows)), {}, defaults)


def _chosen(table: Table, mapping: Mapped, defaults: Item) -> FileRows:
    """What stands in results under a name of ours, the message and its id, doesn't come back a second time."""
    columns = chosen_columns(table.names, mapping)
    own = tuple(name for name in table.names if name not in {columns["text"], columns.get("id")})
    rows = (FileRow(_item(row, columns, defaults), _json(_cells(row, own))) for _line, row in table.rows)
    return FileRows(tuple(rows), own)


def _cells(row: Row, own: Sequence[str]) -> Cells:
    return {str(position): row[name] for position, name in enumerate(own) if row.get(name, "") != ""}


def _json(cells: Cells) -> str:
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":"))


def no_message() -> ValidationFailed:
    """That a file holds none."""
    return refused(NO_MESSAGE, "empty")


def _item(row: Row, columns: Mapped, defaults: Item) -> Item:
    told = {field: row.get(column) for field, column in columns.items()}
    told = {field: value_of(field, value) for field, value in told.items() if value not in (None, "")}
    context = {field: told.pop(field) for field in tuple(told) if field in IN_CONTEXT}
    item = {**defaults, **told}
    if context:
        item["context"] = {**defaults.get("context", {}), **context}
    return {"text": "", **item}
