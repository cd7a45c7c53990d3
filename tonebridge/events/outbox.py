"""Say what happened in the transaction, or the statement, that makes it happen."""

from datetime import datetime
from uuid import UUID

from tonebridge.events.contracts import Figures
from tonebridge.events.models import Event
from tonebridge.ids import uuid7
from tonebridge.statements.together import Part, insertion


def happening(*, name: str, organization_id: UUID, payload: Figures, at: datetime, after: str) -> Part:
    """The event as a part of a statement that does more: written only where `after` has happened."""
    return insertion("told", _event(name, organization_id, payload, at), after=after)


def tell(*, name: str, organization_id: UUID, payload: Figures, at: datetime) -> None:
    """The same in the caller's transaction."""
    _event(name, organization_id, payload, at).save(force_insert=True)


def _event(name: str, organization_id: UUID, payload: Figures, at: datetime) -> Event:
    return Event(
        id=uuid7(at), created_at=at, organization_id=organization_id, name=name, payload=dict(payload), due_at=at
    )
