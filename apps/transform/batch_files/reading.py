"""A table's rows as items: which of its columns holds what."""

from typing import Any

from django.utils.translation import gettext_lazy

from apps.transform.batch_files.columns import IN_CONTEXT, Mapped, chosen_columns
from apps.transform.contracts import Item
from tonebridge.errors import ValidationFailed
from tonebridge.tables.reading import MB, Limits, Row, Table
from tonebridge.tables.refusals import refused

MOST_ROWS = 10_000
NO_MESSAGE = gettext_lazy("There is no message in the file.")
LIMITS = Limits(size=20 * MB, columns=200, rows=MOST_ROWS)


def items_of(table: Table, *, mapping: Mapped, defaults: Item) -> tuple[Item, ...]:
    """Every row as a body of POST /transform, in the file's order. Raises ValidationFailed, for fields `file` and `mapping`."""
    if not table.names:
        raise no_message()
    items = _bodies(table, defaults) if table.form == "jsonl" and not mapping else _chosen(table, mapping, defaults)
    if not items:
        raise no_message()
    return items


def _bodies(table: Table, defaults: Item) -> tuple[Item, ...]:
    """Lines of JSON as they are, where each has a text; else by the names of their members."""
    rows = tuple(table.rows)
    if all("text" in row for _line, row in rows):
        return tuple({**defaults, **row} for _line, row in rows)
    columns = chosen_columns(table.names, {})
    return tuple(_item(row, columns, defaults) for _line, row in rows)


def _chosen(table: Table, mapping: Mapped, defaults: Item) -> tuple[Item, ...]:
    columns = chosen_columns(table.names, mapping)
    return tuple(_item(row, columns, defaults) for _line, row in table.rows)


def no_message() -> ValidationFailed:
    """That a file holds none."""
    return refused(NO_MESSAGE, "empty")


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
