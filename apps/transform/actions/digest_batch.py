"""After a part of a batch: what is done after each transform, for all of its messages."""

from uuid import UUID

from apps.transform.actions.digest_transformation import digest_transformation
from apps.transform.models import BatchResult


def digest_batch(*, batch_id: UUID, first: int, count: int) -> None:
    """Digest the messages of the items from `first` on. Done once each, however often it is asked for."""
    results = BatchResult.objects.filter(batch=batch_id, index__gte=first, index__lt=first + count)
    for transformation_id in results.values_list("transformation_id", flat=True):
        if transformation_id:
            digest_transformation(transformation_id=transformation_id)
