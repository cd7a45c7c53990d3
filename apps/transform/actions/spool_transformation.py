"""Let a result wait that can't be recorded, the database being away: what it used, and not a word of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from apps.accounts.contracts import Principal
from apps.transform.contracts import Disclosure, TransformRequest, TransformResult
from apps.transform.records.rows import Beside, figures_of, measures_row, message_row
from tonebridge.spool.contracts import Entry
from tonebridge.spool.store import spool

KIND = "transformation"


@dataclass(frozen=True)
class Waiting:
    """The columns of both rows that hold no words, what is told of them, and what is charged."""

    user_id: UUID
    created_at: datetime
    transformation_type: str
    intensity: int
    language: str
    tier: str
    metadata: dict[str, Any]  # JSON
    result: str
    processing_time_ms: float
    metrics: dict[str, Any]  # JSON
    told: dict[str, str | int | float]
    characters: int


WAITING = TypeAdapter(Waiting)


def spool_transformation(
    *, principal: Principal, wanted: TransformRequest, result: TransformResult, disclosed: Sequence[Disclosure]
) -> bool:
    """As if the caller had asked for nothing to be kept. False where there is no room: then what it used is lost, and counted."""
    values = WAITING.dump_python(_waiting(principal, wanted, result, disclosed), mode="json")
    return spool.put(Entry(KIND, result.id, principal.organization_id, values))


def _waiting(
    principal: Principal, wanted: TransformRequest, result: TransformResult, disclosed: Sequence[Disclosure]
) -> Waiting:
    message = message_row(principal, replace(wanted, store=False), result, Beside(disclosed=tuple(disclosed)))
    measures = measures_row(principal, result)
    return Waiting(
        user_id=message.user_id,
        created_at=message.created_at,
        transformation_type=message.transformation_type_id,
        intensity=message.intensity,
        language=message.language,
        tier=message.tier,
        metadata=message.metadata,
        result=message.result,
        processing_time_ms=measures.processing_time_ms,
        metrics=measures.metrics,
        told=dict(figures_of(result)),
        characters=result.usage.characters,
    )
