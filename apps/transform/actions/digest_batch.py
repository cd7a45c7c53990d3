"""After a part of a batch: what is done after each transform, for all of its messages."""

from collections.abc import Sequence
from uuid import UUID

from apps.transform.actions.digest_transformation import DIGESTED, digest_transformation
from apps.transform.models import BatchResult, Transformation
from apps.transform.providers.embedder import embed_all


def digest_batch(*, batch_id: UUID, first: int, count: int) -> None:
    """Digest the messages of the items from `first` on. Done once each, however often it is asked for."""
    results = BatchResult.objects.filter(batch=batch_id, index__gte=first, index__lt=first + count)
    named = [each for each in results.values_list("transformation_id", flat=True) if each]
    vectors = _vectors(named)
    for transformation_id in named:
        digest_transformation(transformation_id=transformation_id, vector=vectors.get(transformation_id))


def _vectors(named: Sequence[UUID]) -> dict[UUID, list[float]]:
    """Of the texts that have none yet, by the message. No row is locked meanwhile: a text may go, but never change."""
    rows = [
        row for each in named if (row := Transformation.objects.by_id(each).first()) and not row.metadata.get(DIGESTED)
    ]
    kept = [(row.id, row.original_text) for row in rows if row.original_text]
    return dict(zip((each for each, _text in kept), embed_all([text for _each, text in kept]), strict=True))
