"""Keys for programs, and tickets for one connection."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tonebridge.callers.principal import Scope


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


@dataclass(frozen=True)
class WebSocketTicket:
    """A one-time ticket that opens one WebSocket within `expires_in` seconds."""

    ticket: str
    expires_in: int
