"""Which column of a table is which, and which choice a cell names: by the words that people use for them, kept as data."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from pydantic import ConfigDict, TypeAdapter

from tonebridge.strict_yaml import read_yaml

Aliases = Mapping[str, tuple[str, ...]]
"""A field, and the names of columns that mean it, in lower case, the best first; or a choice, and the words that mean it."""

Words = dict[str | int, list[str | int]]
"""The same as YAML holds it, which takes `1` for a number; and `no` for False, unless it is in quotes."""
WORDS = TypeAdapter(Words, config=ConfigDict(strict=True))
CHOICES = TypeAdapter(dict[str, Words], config=ConfigDict(strict=True))


@cache
def aliases_in(path: Path) -> Aliases:
    """What a YAML file of lists says. Raises ImproperlyConfigured where it is none."""
    return _aliases(read_yaml(path, WORDS))


def choices_in(path: Path, known: Mapping[str, Collection[str]]) -> Mapping[str, Aliases]:
    """What a YAML file says of fields that take one of a few choices. Raises ImproperlyConfigured where that isn't about each of
    the `known` fields and choices, and no other.
    """
    choices = {field: _aliases(codes) for field, codes in read_yaml(path, CHOICES).items()}
    if {field: set(codes) for field, codes in choices.items()} != {field: set(codes) for field, codes in known.items()}:
        raise ImproperlyConfigured(f"{path}: the choices are {dict(known)}")
    return choices


def _aliases(found: Words) -> Aliases:
    return {str(name): tuple(str(alias) for alias in aliases) for name, aliases in found.items()}


def choice_named(cell: str, choices: Aliases) -> str:
    """The choice that a cell names by itself or in a word for it, in any case; where it names none, the cell as it is."""
    word = cell.strip().lower()
    return next((code for code, words in choices.items() if word == code or word in words), cell)


def columns_by_name(names: Sequence[str], aliases: Aliases) -> dict[str, str]:
    """Each field that a column's name tells, with that name as the file has it; of several columns the first."""
    known = {name.strip().lower(): name for name in reversed(names)}
    return {field: known[alias] for field, called in aliases.items() for alias in reversed(called) if alias in known}
