"""Who reads: what somebody needs first depends on the work they do."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from apps.analyze.contracts import Side
from apps.transform.rewriting.rulebook import FOLDER, load_entries


class Audience(StrEnum):
    """Groups of readers that need the same order and the same words."""

    ENGINEER = "engineer"
    MANAGER = "manager"
    BUSINESS = "business"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class AudienceEntry:
    """Words of a role (regex, without case) that name an audience."""

    audience: str
    pattern: str

    def __post_init__(self) -> None:
        Audience(self.audience)
        re.compile(self.pattern)


@lru_cache(maxsize=512)
def audience_of(role: str) -> Audience:
    """The audience that a role in free text belongs to; the first entry of the rulebook that matches."""
    for pattern, audience in _entries():
        if pattern.search(role):
            return audience
    return Audience.UNKNOWN


def side_of(role: str) -> Side | None:
    """The side a role stands on; None where that can't be told."""
    audience = audience_of(role)
    if audience is Audience.UNKNOWN:
        return None
    return "engineer" if audience is Audience.ENGINEER else "business"


@lru_cache(maxsize=1)
def _entries() -> tuple[tuple[re.Pattern[str], Audience], ...]:
    entries = load_entries(FOLDER / "roles" / "audiences.yaml", AudienceEntry)
    return tuple((re.compile(entry.pattern, re.I), Audience(entry.audience)) for entry in entries)
