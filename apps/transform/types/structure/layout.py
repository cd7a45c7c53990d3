"""Headings and orders of sections, from the data beside this file."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from apps.transform.rewriting.roles import Audience, Role
from apps.transform.rewriting.rulebook import load_entries

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class SectionEntry:
    """How the section of a role is called, and the label its statements need not repeat."""

    role: str
    ja: str
    en: str
    label_ja: str = ""
    label_en: str = ""

    def __post_init__(self) -> None:
        Role(self.role)
        re.compile(self.label_ja)
        re.compile(self.label_en)


@dataclass(frozen=True)
class OrderEntry:
    """The roles in the order that an audience needs them."""

    audience: str
    roles: tuple[str, ...]

    def __post_init__(self) -> None:
        Audience(self.audience)
        for role in self.roles:
            Role(role)


def heading_of(role: Role, language: str) -> str:
    """The heading's words, without marks."""
    entry = _sections()[role]
    return entry.ja if language == "ja" else entry.en


def without_label(text: str, role: Role, language: str) -> str:
    """The statement without the label that its heading already says: 影響は約3件 → 約3件."""
    entry = _sections().get(role)
    label = (entry.label_ja if language == "ja" else entry.label_en) if entry else ""
    match = re.match(label, text, re.I) if label else None
    return text[match.end() :] if match and len(text) - match.end() > 1 else text


@lru_cache(maxsize=8)
def order_for(audience: Audience) -> dict[Role, int]:
    """The place of each role for an audience."""
    entries = {e.audience: e.roles for e in load_entries(FOLDER / "orders.yaml", OrderEntry)}
    return {Role(role): place for place, role in enumerate(entries[audience])}


@lru_cache(maxsize=1)
def _sections() -> dict[Role, SectionEntry]:
    return {Role(entry.role): entry for entry in load_entries(FOLDER / "layout.yaml", SectionEntry)}
