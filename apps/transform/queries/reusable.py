"""Earlier results that may do for another message: those asked for in the same way, of messages with the same facts.

That leaves few rows, whatever the organization's size, so all of them are compared exactly.
"""

import json
from collections.abc import Sequence

from pgvector.django import CosineDistance

from apps.accounts.contracts import Principal
from apps.transform.bodies import PROVIDER
from apps.transform.contracts import Reusable, Verdict
from apps.transform.models import Embedding, Transformation
from apps.transform.models.embedding import USE3

LEAST_SIMILARITY = 0.8
"""Cosine. Opposites reach 0.88 and paraphrases begin at 0.46: it saves looking at what is far, and decides nothing."""


def has_reusable(principal: Principal, likeness: str) -> bool:
    """Whether there is any, before a vector is made to find the nearest by."""
    return Embedding.objects.filter(organization_id=principal.organization_id, likeness=likeness).exists()


def reusable(principal: Principal, likeness: str, vector: Sequence[float], *, limit: int = 20) -> tuple[Reusable, ...]:
    """The caller's own that nobody rejected or rewrote, the nearest first."""
    near = (
        Embedding.objects.filter(organization_id=principal.organization_id, likeness=likeness, model=USE3)
        .annotate(distance=CosineDistance("embedding", list(vector)))
        .filter(distance__lte=1 - LEAST_SIMILARITY)
        .order_by("distance", "-transformation_created_at")
        .values_list("transformation_id", "distance")[:limit]
    )
    distances = dict(near)
    rows = Transformation.objects.of(principal).filter(id__in=distances, verdict__in=("", Verdict.ACCEPTED.value))
    found = {row.id: row for row in rows}
    return tuple(_reusable(found[key], 1 - float(far)) for key, far in distances.items() if key in found)


def _reusable(row: Transformation, similarity: float) -> Reusable:
    provider = PROVIDER.validate_python(json.loads(row.result)["provider"])
    return Reusable(row.id, row.original_text, row.transformed_text, provider, round(similarity, 4))
