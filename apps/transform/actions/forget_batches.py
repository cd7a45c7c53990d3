"""Forget what batches keep for longer than it is of use."""

from datetime import timedelta

from django.conf import settings

from apps.transform.models import Batch, BatchResult
from tonebridge.resilience import clock

AT_ONCE = 500


def forget_batches() -> int:
    """Delete batches whose jobs' time is over, and after a day the texts that history doesn't have: results that it wasn't to keep,
    and what could not be transformed. Answers how many of the results.
    """
    now = clock.now()
    Batch.objects.filter(created_at__lt=now - timedelta(days=settings.JOB_RETENTION_DAYS)).delete()
    unkept = BatchResult.objects.filter(transformation_id=None)
    old = unkept.filter(created_at__lt=now - timedelta(hours=settings.UNKEPT_RESULT_HOURS))
    old.filter(went_well=False).exclude(given=None).update(given=None)
    old = old.filter(went_well=True)
    forgotten = 0
    while ids := list(old.values_list("id", flat=True)[:AT_ONCE]):
        forgotten += BatchResult.objects.filter(id__in=ids).delete()[0]
    return forgotten
