"""What is known of a result for its receipt."""

import json
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from apps.accounts.contracts import Principal, Retention
from apps.accounts.queries.retention import retention_of
from apps.transform.bodies import PROVIDER, RECEIPT_NOTES
from apps.transform.contracts import Intensity, Kept, Language, Receipt, Tier, TransformationType
from apps.transform.models import Transformation
from apps.transform.queries.history import own_row


def receipt_of(principal: Principal, transformation_id: UUID) -> Receipt:
    """Of one of the caller's own, kept or not. Raises NotFound."""
    row = own_row(principal, transformation_id)
    result: dict[str, Any] = json.loads(row.result)
    return Receipt(
        id=row.id,
        organization_id=row.organization_id,
        transformation_type=TransformationType(row.transformation_type_id),
        intensity=Intensity(row.intensity),
        language=cast(Language, row.language),
        created_at=row.created_at,
        tier=cast(Tier, row.tier),
        degraded=result["degraded"],
        degraded_reason=result["degraded_reason"],
        provider=PROVIDER.validate_python(result["provider"]),
        notes=RECEIPT_NOTES.validate_python(result["receipt"]) if "receipt" in result else None,
        kept=_kept(row, retention_of(principal)),
    )


def _kept(row: Transformation, retention: Retention) -> Kept:
    until = None if retention.held else row.created_at + timedelta(days=retention.days)
    return Kept(bool(row.metadata.get("stored")), retention.days, until, retention.held)
