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


FactStatus = Literal["kept", "same_value", "repaired", "lost", "added", "changed", "look"]
Checked = Literal["values", "values and meaning"]


@dataclass(frozen=True)
class FactItem:
    """One fact: its text in the original (`original`) and in the result (`found`), and its status.

    `original` is empty for an added fact, `found` for a lost one. `reason` explains every status except `kept` (`witness_kept`: a model that reads found the same meaning). `look`: the meaning
    may have changed; a reader decides. `confidence` is how sure the finding is, from 0 (a guess) to 1 (certain).
    """

    kind: FactKind
    original: str
    found: str
    status: FactStatus
    reason: str = ""
    confidence: float = 1.0


@dataclass(frozen=True)
class FactLedger:
    """The fact ledger. `review` means that a fact was lost, added or changed and couldn't be repaired; `look`, that nothing worse was
    found than places where the meaning may have changed.

    `checked` tells what was compared: `values` (numbers, dates, names, quotations, code), or `values and meaning`, where a reading
    model confirmed the meaning, too: `checked_by` is its name.
    """

    status: Literal["kept", "repaired", "look", "review"]
    items: tuple[FactItem, ...] = ()
    checked: Checked = "values"
    checked_by: str = ""
