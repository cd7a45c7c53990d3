"""Transforms like one another: an exact scan over the caller's own vectors.

Exact, because a filter by owner starves an approximate index: with few rows of many it finds almost none of them.
"""

from typing import Any
from uuid import UUID

from pgvector.django import CosineDistance

from apps.accounts.contracts import Principal
from apps.transform.contracts import SimilarItem
from apps.transform.models import Embedding, Transformation
from apps.transform.models.embedding import USE3
from apps.transform.queries.history import item_of, own_row


def similar_to(principal: Principal, transformation_id: UUID, *, limit: int = 5) -> tuple[SimilarItem, ...]:
    """The caller's own most like this one, best first; none while its vector is still being made. Raises NotFound."""
    row = own_row(principal, transformation_id)
    vector = Embedding.objects.filter(transformation_id=row.id, model=USE3).values_list("embedding", flat=True).first()
    if vector is None:
        return ()
    near = _nearest(principal, row, vector, limit)
    rows = {found.id: found for found in Transformation.objects.of(principal).filter(id__in=near)}
    return tuple(SimilarItem(item_of(rows[key]), round(1 - far, 4)) for key, far in near.items() if key in rows)


def _nearest(principal: Principal, row: Transformation, vector: Any, limit: int) -> dict[UUID, float]:
    own = Transformation.objects.of(principal).exclude(id=row.id).values("id")
    found = (
        Embedding.objects.filter(organization_id=principal.organization_id, model=USE3, transformation_id__in=own)
        .annotate(distance=CosineDistance("embedding", vector))
        .order_by("distance")
    )
    return {key: float(distance) for key, distance in found.values_list("transformation_id", "distance")[:limit]}
