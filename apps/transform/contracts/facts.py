"""The fact lock's ledger."""

from dataclasses import dataclass
from typing import Literal

FactKind = Literal[
    "number",
    "date",
    "time",
    "money",
    "name",
    "identifier",
    "url",
    "code",
    "mention",
    "quote",
    "contact",
    "negation",
    "condition",
    "uncertainty",
    "deadline",
    "obligation",
    "commitment",
    "request",
    "actor",
    "scope",
    "order",
    "trend",
    "statement",
]


FactStatus = Literal["kept", "same_value", "repaired", "lost", "added", "changed"]


@dataclass(frozen=True)
class FactItem:
    """One fact: its text in the original (`original`) and in the result (`found`), and its status.

    `original` is empty for an added fact, `found` for a lost one. `reason` explains every status except `kept`.
    """

    kind: FactKind
    original: str
    found: str
    status: FactStatus
    reason: str = ""


@dataclass(frozen=True)
class FactLedger:
    """The fact ledger. `review` means that a fact was lost, added or changed and couldn't be repaired."""

    status: Literal["kept", "repaired", "review"]
    items: tuple[FactItem, ...] = ()
