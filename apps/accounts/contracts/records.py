"""What is recorded of people, and what they may take along."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

STAFF = "staff"
"""The credential of people in the administration."""


@dataclass(frozen=True)
class AuditEntry:
    """One thing that was done, with its place in the organization's chain (`audit_chain.py`).

    `actor_id` is the user, None for the product itself; `credential` says how they came in (`jwt:…`, `key:…`,
    `session:…`, `system`). `address` is None where it was not known or has been forgotten. Digests are hexadecimal.
    """

    position: int
    at: datetime
    organization_id: UUID
    actor_id: UUID | None
    credential: str
    action: str
    subject: str
    request_id: str
    address: str | None
    address_digest: str
    previous: str
    hash: str


@dataclass(frozen=True)
class AuditFilter:
    """Which entries to list. `action` is a whole name (`api_key.revoked`) or the part before the dot."""

    actor_id: UUID | None = None
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class PersonalItem:
    """A piece of what a user has here. `position` is its place in the order of its kind; a next piece comes after it."""

    position: tuple[str, ...]
    data: Mapping[str, object]


FaultKind = Literal["changed", "missing", "cut off", "added"]


@dataclass(frozen=True)
class AuditFault:
    """Where a chain doesn't hold: rows `first` to `last` (positions) are `changed`, `missing`, `cut off` or `added`."""

    organization_id: UUID
    first: int
    last: int
    kind: FaultKind


@dataclass(frozen=True)
class AuditAnchor:
    """The end of a chain as it was at some time, kept somewhere else: what a later cut is measured against."""

    organization_id: UUID
    position: int
    hash: str


@dataclass(frozen=True)
class Retention:
    """How long an organization keeps messages: days, 0 for not at all. Under a legal hold nothing goes."""

    days: int
    held: bool
