"""Which column of a table is which: by the names that people give them, kept as data."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

Aliases = Mapping[str, tuple[str, ...]]
"""A field, and the names of columns that mean it, in lower case, the best first."""


@cache
def aliases_in(path: Path) -> Aliases:
    """What a YAML file of lists says."""
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {str(field): tuple(str(alias) for alias in aliases) for field, aliases in found.items()}


def columns_by_name(names: Sequence[str], aliases: Aliases) -> dict[str, str]:
    """Each field that a column's name tells, with that name as the file has it; of several columns the first."""
    known = {name.strip().lower(): name for name in reversed(names)}
    return {field: known[alias] for field, called in aliases.items() for alias in reversed(called) if alias in known}
