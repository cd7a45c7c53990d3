"""Who is asking, in plain words. Every read and every verb takes a `Principal`."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """A member's standing in an organization, strongest first."""

    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"
    VIEWER = "viewer"


class Scope(StrEnum):
    """What a credential may be used for. Tokens and sessions carry all that the role allows."""

    TRANSFORM = "transform"
    ANALYZE = "analyze"
    HISTORY = "history"
    ADMIN = "admin"


@dataclass(frozen=True)
class PlanLimits:
    """A plan's limits. None means unlimited."""

    code: str
    per_minute: int | None
    per_day: int | None


@dataclass(frozen=True)
class Principal:
    """The caller, as the front door established it.

    `credential` names the token family, key or session (`jwt:…`, `key:…`, `session:…`): it is what a rate limit
    counts by, and never a secret.
    """

    user_id: UUID
    organization_id: UUID
    role: Role
    scopes: frozenset[Scope]
    plan: PlanLimits
    credential: str

    def may(self, scope: Scope) -> bool:
        """Whether this credential carries the scope."""
        return scope in self.scopes
