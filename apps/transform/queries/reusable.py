"""Earlier results that may do for another message: those asked for in the same way, of messages with the same facts.

That leaves few rows, whatever the organization's size, so all of them are compared exactly.
"""

import json
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet
from pgvector.django import CosineDistance

from apps.accounts.contracts import Principal
from apps.transform.bodies import PROVIDER
from apps.transform.contracts import Reusable, Verdict
from apps.transform.models import Embedding, Transformation
from apps.transform.models.embedding import USE3

LEAST_SIMILARITY = 0.8
"""Cosine. Opposites reach 0.88 and paraphrases begin at 0.46: it saves looking at what is far, and decides nothing."""


def has_reusable(principal: Principal, likeness: str, *, shared: bool = False) -> bool:
    """Whether there is any, before a vector is made to find the nearest by. Of nobody's whose results wouldn't be used: the time
    that it takes would tell that a colleague wrote the same.
    """
    return _named(principal, likeness, shared).exists()


def reusable(
    principal: Principal, likeness: str, vector: Sequence[float], *, shared: bool = False, limit: int = 20
) -> tuple[Reusable, ...]:
    """The caller's own, with `shared` their organization's, that nobody rejected or rewrote, the nearest first."""
    near = (
        _named(principal, likeness, shared)
        .annotate(distance=CosineDistance("embedding", list(vector)))
        .filter(distance__lte=1 - LEAST_SIMILARITY)
        .order_by("distance", "-transformation_created_at")
        .values_list("transformation_id", "distance")[:limit]
    )
    distances = dict(near)
    found = {row.id: row for row in _whose(principal, shared).filter(id__in=distances)}
    return tuple(_reusable(found[key], 1 - float(far), principal) for key, far in distances.items() if key in found)


def _named(principal: Principal, likeness: str, shared: bool) -> QuerySet[Embedding]:
    its_message = _whose(principal, shared).filter(
        id=OuterRef("transformation_id"), created_at=OuterRef("transformation_created_at")
    )
    named = Embedding.objects.filter(organization_id=principal.organization_id, likeness=likeness, model=USE3)
    return named.filter(Exists(its_message))


def _whose(principal: Principal, shared: bool) -> QuerySet[Transformation]:
    rows = Transformation.objects.filter(organization_id=principal.organization_id)
    return (rows if shared else rows.of(principal)).filter(verdict__in=("", Verdict.ACCEPTED.value))


def _reusable(row: Transformation, similarity: float, principal: Principal) -> Reusable:
    provider = PROVIDER.validate_python(json.loads(row.result)["provider"])
    is_own = row.user_id == principal.user_id
    return Reusable(row.id, row.original_text, row.transformed_text, provider, round(similarity, 4), is_own)
