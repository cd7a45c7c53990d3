"""Who is asking, in plain words. Every read and every verb takes a `Principal`."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal
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


ROLE_SCOPES: dict[Role, frozenset[Scope]] = {
    Role.OWNER: frozenset(Scope),
    Role.ADMIN: frozenset(Scope),
    Role.MEMBER: frozenset({Scope.TRANSFORM, Scope.ANALYZE, Scope.HISTORY}),
    Role.VIEWER: frozenset({Scope.HISTORY}),
}
"""The most that a credential of each role may carry."""


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
    then they may not do what `apps.accounts.unverified` names. `authenticated_at`: when the person last gave their password or
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

    @property
    def reads_only(self) -> bool:
        """Whether the role forbids every change."""
        return self.role is Role.VIEWER


@dataclass(frozen=True)
class Caller:
    """A principal, and the moment at which the credential they showed ends by itself; None where it doesn't."""

    principal: Principal
    until: datetime | None


OnSuspicion = Literal["warn", "refuse", "rules"]
RETENTION_CHOICES = (0, 30, 90)
"""For how many days an organization may keep its messages; 0 keeps none."""


@dataclass(frozen=True)
class OrganizationDetails:
    """An organization as its members see it. `retention_days` is one of RETENTION_CHOICES; 0 keeps no text.

    With `no_training`, nothing is learned from the organization's messages and feedback. With `shares_results`, an earlier result
    may do for a colleague's message that says the same. `suspected_orders`: what becomes of a message that seems to give orders
    to a model (it is transformed with a warning, refused, or kept from models).
    """

    id: UUID
    name: str
    retention_days: int
    no_training: bool
    shares_results: bool
    suspected_orders: OnSuspicion
    plan: PlanLimits
    created_at: datetime


@dataclass(frozen=True)
class OrganizationMember:
    """Someone of an organization."""

    user_id: UUID
    email: str
    full_name: str
    role: Role
    joined_at: datetime


@dataclass(frozen=True)
class Workplace:
    """An organization that the caller belongs to. `current`: the one that their credential speaks for."""

    id: UUID
    name: str
    role: Role
    current: bool


@dataclass(frozen=True)
class InvitationDetails:
    """An open invitation, as those who run the organization see it."""

    id: UUID
    email: str
    role: Role
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class OfferedInvitation:
    """An open invitation, as whoever holds its link sees it. `known`: the address has an account already."""

    organization_name: str
    email: str
    role: Role
    known: bool


@dataclass(frozen=True)
class UserProfile:
    """A user, in the organization that the credential speaks for."""

    id: UUID
    email: str
    full_name: str
    role: Role
    scopes: frozenset[Scope]
    organization: OrganizationDetails
    email_verified: bool


@dataclass(frozen=True)
class ApiKeyDetails:
    """An API key without its secret. `prefix` is the part of it that may be shown."""

    id: UUID
    user_id: UUID
    name: str
    prefix: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    requires_signature: bool = False


@dataclass(frozen=True)
class IssuedApiKey:
    """A key just made. `secret` is the whole key, `signing_secret` signs requests; neither is ever shown again."""

    details: ApiKeyDetails
    secret: str
    signing_secret: str


class Period(StrEnum):
    """What usage is counted by. All begin in UTC."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True)
class PeriodUsage:
    """Calls and code points used in the running period. `limit` counts calls; None means unlimited."""

    used: int
    characters: int
    limit: int | None
    resets_at: datetime


@dataclass(frozen=True)
class UsageReport:
    """An organization's usage against its plan."""

    plan: PlanLimits
    minute: PeriodUsage
    day: PeriodUsage
    month: PeriodUsage


@dataclass(frozen=True)
class UsageForecast:
    """Where usage is heading: the calls of this month in all, and when today's limit is reached. None: nothing to say."""

    month: int | None
    day_full_at: datetime | None


@dataclass(frozen=True)
class IdempotencyClaim:
    """What an Idempotency-Key says: do it (`fresh`), it is done (`stored`), or it is under way (`running`).

    Only `fresh` carries a `lease`, which fences settling and releasing; only `stored` carries the answer.
    """

    kind: Literal["fresh", "stored", "running"]
    lease: UUID | None = None
    status: int = 0
    body: str = ""
    content_type: str = ""


@dataclass(frozen=True)
class WebSocketTicket:
    """Opens one WebSocket within `expires_in` seconds."""

    ticket: str
    expires_in: int
