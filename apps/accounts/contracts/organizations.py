"""Organizations, who belongs to them and who is invited."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from tonebridge.callers.principal import PlanLimits, Role, Scope

ROLE_SCOPES: dict[Role, frozenset[Scope]] = {
    Role.OWNER: frozenset(Scope),
    Role.ADMIN: frozenset(Scope),
    Role.MEMBER: frozenset({Scope.TRANSFORM, Scope.ANALYZE, Scope.HISTORY}),
    Role.VIEWER: frozenset({Scope.HISTORY}),
}
"""The most that a credential of each role may carry."""


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
    """An open invitation, as whoever holds its link sees it. `inviter` is the address of who sent it; `known`: the invited address
    has an account already.
    """

    organization_name: str
    inviter: str
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
