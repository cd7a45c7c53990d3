"""Signing in: what it takes, what it answers, and where somebody is signed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from apps.accounts.contracts.organizations import UserProfile


@dataclass(frozen=True)
class AuthenticatorSetup:
    """What an authenticator needs. `secret` is in base 32, `uri` the same as `otpauth://` for a device's camera."""

    secret: str
    uri: str


@dataclass(frozen=True)
class SecondFactorState:
    """Whether sign-ins ask for a code, and how many backup codes are left."""

    enabled: bool
    backup_codes_left: int


@dataclass(frozen=True)
class SignedIn:
    """What a sign-in answers: a pair of tokens. `expires_in` is the access token's life in seconds."""

    access: str
    refresh: str
    expires_in: int
    user: UserProfile


@dataclass(frozen=True)
class Reauthenticated:
    """Somebody has just shown again who they are. `access` is a fresh token, of `expires_in` seconds; a page's session needs none."""

    authenticated_at: datetime
    access: str | None = None
    expires_in: int | None = None


SignInKind = Literal["page", "token"]


@dataclass(frozen=True)
class SignInDetails:
    """A sign-in that goes on: a browser's session (`page`), or a family of tokens (`token`).

    `client` names browser and system, or the program; `site` is the address it began at, of IPv6 its /64; either may be
    empty. `ends_at` is when it ends however much it is used. `current`: the one that asks.
    """

    id: UUID
    kind: SignInKind
    client: str
    site: str
    signed_in_at: datetime
    last_used_at: datetime
    ends_at: datetime
    current: bool
