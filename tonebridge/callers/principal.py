"""Who is asking. Every read and every verb takes a `Principal`."""

from dataclasses import dataclass, field
from datetime import datetime
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

    `credential` names the token family, key or session (`jwt:…`, `key:…`, `session:…`), and is never a secret. `must_sign`: it
    is an API key's that takes signed requests only. `email_verified`: the person has shown that their address is theirs; until
    then some verbs refuse them. `authenticated_at`: when the person last gave their password or
    a code in this sign-in; None where nobody did, as with a key.

    What goes on behind a call asks by the other two whether it still may: `ends_at` is when what was shown ends by itself,
    and `session_key`, which is a secret, opens the session of a page.
    """

    user_id: UUID
    organization_id: UUID
    role: Role
    scopes: frozenset[Scope]
    plan: PlanLimits
    credential: str
    must_sign: bool = False
    email_verified: bool = False
    authenticated_at: datetime | None = field(default=None, compare=False)
    ends_at: datetime | None = field(default=None, compare=False)
    session_key: str | None = field(default=None, compare=False, repr=False)

    def may(self, scope: Scope) -> bool:
        """Whether this credential carries the scope."""
        return scope in self.scopes

    @property
    def person(self) -> str:
        """Who is limited: a person in an organization, so that more keys or sessions give nobody more calls."""
        return f"person:{self.organization_id}:{self.user_id}"

    @property
    def key_id(self) -> UUID | None:
        """The API key that asks; None where a person does."""
        return self._named("key")

    @property
    def family_id(self) -> UUID | None:
        """The sign-in whose token asks; None where a page or a key does."""
        return self._named("jwt")

    def _named(self, kind: str) -> UUID | None:
        found, _colon, name = self.credential.partition(":")
        return UUID(name) if found == kind else None

    def has_ended(self, now: datetime) -> bool:
        """Whether what was shown has ended by itself."""
        return self.ends_at is not None and self.ends_at <= now

    @property
    def reads_only(self) -> bool:
        """Whether the role forbids every change."""
        return self.role is Role.VIEWER


@dataclass(frozen=True)
class Caller:
    """A principal, and the moment at which the credential they showed ends by itself; None where it doesn't."""

    principal: Principal
    until: datetime | None
