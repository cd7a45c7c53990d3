"""What happened, told to whom it concerns, once it is certain.

@dataclass(frozen=True)
class ApiKeyRevoked: key_id: UUID

publish(ApiKeyRevoked(key_id=key.id))
"""

from tonebridge.events.publishing import publish

__all__ = ["publish"]
