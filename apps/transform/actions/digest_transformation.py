"""After a transform: its embedding. Done once, however often it is asked for."""

from typing import cast
from uuid import UUID

from django.db import transaction

from apps.transform.alike.likeness import likeness
from apps.transform.contracts import Language
from apps.transform.models import Embedding, Transformation
from apps.transform.models.embedding import USE3
from apps.transform.providers.embedder import embed
from tonebridge.resilience import clock

DIGESTED = "digested"


@transaction.atomic
def digest_transformation(*, transformation_id: UUID, vector: list[float] | None = None) -> None:
    """The row's lock and its mark make repeats harmless. A row that was deleted meanwhile is nothing to do. `vector` is the text's,
    where it is known.
    """
    row = Transformation.objects.select_for_update().by_id(transformation_id).first()
    if row is None or row.metadata.get(DIGESTED):
        return
    if row.original_text:
        _keep(row, vector or embed(row.original_text))
    row.metadata[DIGESTED] = True
    row.save(update_fields=["metadata"])


def _keep(row: Transformation, vector: list[float]) -> None:
    Embedding.objects.get_or_create(
        transformation_id=row.id,
        model=USE3,
        defaults={
            "transformation_created_at": row.created_at,
            "organization_id": row.organization_id,
            "dimension": len(vector),
            "embedding": vector,
            "likeness": _likeness(row),
            "created_at": clock.now(),
        },
    )


def _likeness(row: Transformation) -> str:
    asked = row.metadata.get("asked")
    return likeness(asked, row.original_text, cast(Language, row.language)) if asked else ""
