"""Read a rulebook file; a wrong entry stops the start and names its file and line."""

from dataclasses import MISSING, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from tonebridge.strict_yaml import StrictLoader, parse_yaml

LINE = "__line__"
Entry = TypeVar("Entry")


class RulebookError(ValueError):
    """An entry of a rulebook can't be used."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path.name}:{line}: {problem}")


class _LineLoader(StrictLoader):
    """Keeps the line each mapping starts on."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        mapping[LINE] = node.start_mark.line + 1
        return mapping


@lru_cache(maxsize=64)
def load_entries(path: Path, entry: type[Entry]) -> tuple[Entry, ...]:
    """The entries of a YAML list as instances of a dataclass, lists turned into tuples.

    The dataclass may check more in `__post_init__` by raising ValueError. Raises RulebookError.
    """
    try:
        rows = parse_yaml(path.read_bytes(), _LineLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RulebookError(path, line, f"not valid YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise RulebookError(path, 1, f"not valid YAML: {error}") from error
    if not isinstance(rows, list):
        raise RulebookError(path, 1, "must be a list of entries")
    return tuple(_entry(path, row, entry) for row in rows)


def _entry(path: Path, row: object, entry: type[Entry]) -> Entry:
    if not isinstance(row, dict):
        raise RulebookError(path, 1, f"an entry must be a mapping, not {row!r}")
    line = row.pop(LINE)
    known = {f.name: f for f in fields(entry)}  # type: ignore[arg-type]  # callers pass dataclasses
    unknown = sorted(set(row) - set(known), key=str)
    missing = sorted(
        n for n, f in known.items() if f.default is MISSING and f.default_factory is MISSING and n not in row
    )
    if unknown or missing:
        raise RulebookError(path, line, f"unknown {unknown}" if unknown else f"missing {missing}")
    try:
        return entry(**{name: _plain(value) for name, value in row.items()})
    except (TypeError, ValueError) as error:
        raise RulebookError(path, line, str(error)) from error


def _plain(value: Any) -> Any:  # whatever YAML holds
    if isinstance(value, list):
        return tuple(_plain(item) for item in value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if key != LINE}
    return value
