"""The cues of a role, from the rulebook: patterns with weights."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from apps.transform.rewriting.roles.role import Role
from apps.transform.rewriting.rulebook import FOLDER, load_entries

Mark = Literal["greeting", "closing", "reference", "heading", "critical", "uncertain"]
MARKS = frozenset({"greeting", "closing", "reference", "heading", "critical", "uncertain"})
READ = 1_000
"""Characters of a clause that cues look at: time stays linear on texts without an end mark."""
RULES = FOLDER / "roles"
WINS_TIES = (
    *(Role.OWNER, Role.CONTACT, Role.REQUEST, Role.CAUSE, Role.DECISION, Role.IMPACT, Role.OPEN, Role.UNDERWAY),
    *(Role.ACTION, Role.NEXT, Role.COST, Role.OCCURRENCE, Role.CONDITION, Role.BACKGROUND),
)


@dataclass(frozen=True)
class Cue:
    """A pattern (without case) that speaks for a role with a weight of 1–9."""

    role: str
    pattern: str
    weight: int

    def __post_init__(self) -> None:
        Role(self.role)
        re.compile(self.pattern)
        if not 1 <= self.weight <= 9:
            raise ValueError(f"weight {self.weight} is not in 1–9")


@dataclass(frozen=True)
class FrameMark:
    """A pattern (without case) that marks a statement of one language."""

    kind: str
    language: str
    pattern: str

    def __post_init__(self) -> None:
        if self.kind not in MARKS or self.language not in ("ja", "en"):
            raise ValueError(f"unknown kind {self.kind!r} or language {self.language!r}")
        re.compile(self.pattern)


def weigh(prose: str, language: str) -> Counter[Role]:
    """How much the cues found in a clause speak for each role."""
    found: Counter[Role] = Counter()
    prose = prose[:READ]
    for role, pattern, weight in _cues(language):
        if pattern.search(prose):
            found[role] += weight
    return found


def likeliest(weights: Counter[Role]) -> Role:
    """The role with the most weight; background where nothing speaks for any."""
    best = max(weights.values(), default=0)
    return next((role for role in WINS_TIES if best and weights[role] == best), Role.BACKGROUND)


def is_marked(kind: Mark, prose: str, language: str) -> bool:
    """Whether a pattern of this kind is found."""
    return any(pattern.search(prose[:READ]) for pattern in _marks(kind, language))


@lru_cache(maxsize=2)
def _cues(language: str) -> tuple[tuple[Role, re.Pattern[str], int], ...]:
    entries = load_entries(RULES / f"cues_{language}.yaml", Cue)
    return tuple((Role(entry.role), re.compile(entry.pattern, re.I), entry.weight) for entry in entries)


@lru_cache(maxsize=16)
def _marks(kind: Mark, language: str) -> tuple[re.Pattern[str], ...]:
    entries = load_entries(RULES / "frame.yaml", FrameMark)
    return tuple(re.compile(e.pattern, re.I) for e in entries if e.kind == kind and e.language == language)
