"""Fields of work: what somebody with a role in free text knows the words of."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from apps.transform.rewriting.rulebook import FOLDER, load_entries

Field = Literal[
    "software",
    "networks",
    "data",
    "security",
    "finance",
    "accounting",
    "law",
    "medicine",
    "insurance",
    "hr",
    "marketing",
    "sales",
    "logistics",
    "manufacturing",
    "construction",
    "energy",
    "retail",
    "education",
    "public_administration",
    "research",
]
Fields = frozenset[Field]
FIELDS: tuple[Field, ...] = get_args(Field)
IT: Fields = frozenset(("software", "networks", "data", "security"))
"""What an engineer is at home in."""


@dataclass(frozen=True)
class RoleEntry:
    """Words of a role (regex, without case) and the fields whose words such people know; none for a customer."""

    fields: tuple[Field, ...]
    pattern: str

    def __post_init__(self) -> None:
        re.compile(self.pattern)
        unknown = set(self.fields) - set(FIELDS)
        if unknown:
            raise ValueError(f"unknown fields {sorted(unknown)}")


@lru_cache(maxsize=512)
def fields_of(role: str) -> Fields | None:
    """The fields that a role in free text is at home in, after the first entry that matches; None where that can't be told.

    Empty for people who are of none of them: customers, everybody.
    """
    return next((fields for pattern, fields in _entries() if pattern.search(role)), None)


@lru_cache(maxsize=1)
def _entries() -> tuple[tuple[re.Pattern[str], Fields], ...]:
    entries = load_entries(FOLDER / "roles" / "fields.yaml", RoleEntry)
    return tuple((re.compile(entry.pattern, re.I), frozenset(entry.fields)) for entry in entries)
