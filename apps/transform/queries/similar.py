"""Transforms like one another, among the caller's own.

A few are compared exactly, one by one: a filter by owner starves an approximate index, which with few rows of many finds
almost none of them. Somebody with very many has the index look, and more of what it finds looked through. An index joins
copies of one text to one another alone once there are a few hundred, deleted ones too until the table is vacuumed: whoever
gets in among them sees nothing else. Then the newest are compared after all.
"""

from math import ceil
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Cast
from pgvector import HalfVector
from pgvector.django import CosineDistance, HalfVectorField

from apps.accounts.contracts import Principal
from apps.transform.contracts import SimilarItem
from apps.transform.models import Embedding, Transformation
from apps.transform.models.embedding import USE3, USE3_DIMENSION
from apps.transform.queries.history import item_of, own_row

EXACT_UP_TO = 10_000
"""So many vectors are compared one by one; of twice as many the index finds the same in a third of the time."""
NEWEST = 20_000
"""How many are compared at most, where the index doesn't help: about a sixth of a second of the database."""
SPARE, MOST_LOOKED_AT = 8, 1_000
"""How many times as many as wanted the index is asked for, and at most: it knows owners no better than closeness exactly."""

TOWARDS_THE_INDEX = {"hnsw.iterative_scan": "relaxed_order", "enable_seqscan": "off", "enable_sort": "off"}
"""Row security hides from the planner how many rows an organization has: it takes thousands for a hundred, and sorts them."""


def similar_to(principal: Principal, transformation_id: UUID, *, limit: int = 5) -> tuple[SimilarItem, ...]:
    """The caller's own most like this one, best first; none while its vector is still being made. Raises NotFound."""
    row = own_row(principal, transformation_id)
    vector = Embedding.objects.filter(transformation_id=row.id, model=USE3).values_list("embedding", flat=True).first()
    if vector is None:
        return ()
    near = nearest(principal, row.id, vector, limit)
    rows = {found.id: found for found in Transformation.objects.of(principal).filter(id__in=near)}
    return tuple(SimilarItem(item_of(rows[key]), round(1 - far, 4)) for key, far in near.items() if key in rows)


def nearest(principal: Principal, transformation_id: UUID, vector: Any, limit: int) -> dict[UUID, float]:
    """Ids of the caller's own by their distance from `vector`, the nearest first."""
    own = Transformation.objects.of(principal).exclude(id=transformation_id)
    count = own.count()
    if count > EXACT_UP_TO and (found := by_index(principal, transformation_id, vector, limit, count)):
        return found
    newest = (
        _vectors(principal)
        .filter(transformation_id__in=own.order_by("-created_at")[:NEWEST].values("id"))
        .annotate(distance=CosineDistance("embedding", vector))
        .order_by("distance")
    )
    return {key: float(distance) for key, distance in newest.values_list("transformation_id", "distance")[:limit]}


def by_index(principal: Principal, transformation_id: UUID, vector: Any, limit: int, count: int) -> dict[UUID, float]:
    """The same of `count` by the index. Empty where it finds too few, or little but copies of the same texts."""
    share = ceil(_vectors(principal).count() / count)
    most = min(MOST_LOOKED_AT, limit * share * SPARE)
    with transaction.atomic():
        with connection.cursor() as cursor:
            for name, value in TOWARDS_THE_INDEX.items():
                cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
            cursor.execute("SELECT set_config('hnsw.ef_search', %s, true)", [str(max(100, most))])
        near = dict(approximately(principal, vector)[:most].values_list("transformation_id", "distance"))
    found = _exactly(principal, transformation_id, vector, list(near), limit)
    return found if len(found) == limit < len(set(near.values())) else {}


def approximately(principal: Principal, vector: Any) -> Any:
    """The organization's vectors in about the order of their closeness, by the model's partial index."""
    halved = Cast("embedding", HalfVectorField(dimensions=USE3_DIMENSION))
    return _vectors(principal).annotate(distance=CosineDistance(halved, HalfVector(vector))).order_by("distance")


def _exactly(
    principal: Principal, transformation_id: UUID, vector: Any, near: list[UUID], limit: int
) -> dict[UUID, float]:
    own = Transformation.objects.of(principal).filter(
        id=OuterRef("transformation_id"), created_at=OuterRef("transformation_created_at")
    )
    found = (
        _vectors(principal)
        .filter(Exists(own), transformation_id__in=near)
        .exclude(transformation_id=transformation_id)
        .annotate(distance=CosineDistance(F("embedding"), vector))
        .order_by("distance")
    )
    return {key: float(distance) for key, distance in found.values_list("transformation_id", "distance")[:limit]}


def _vectors(principal: Principal) -> Any:  # the plugin's types end at vectors
    return Embedding.objects.filter(organization_id=principal.organization_id, model=USE3)
