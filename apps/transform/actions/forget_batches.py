"""Forget what batches keep for longer than it is of use."""

from datetime import timedelta

from django.conf import settings

from apps.transform.models import Batch, BatchResult
from tonebridge.resilience import clock

AT_ONCE = 500


def forget_batches() -> int:
    """Delete batches whose jobs' time is over, and after a day the texts that history wasn't to keep. Answers how many of
    the latter.
    """
    now = clock.now()
    Batch.objects.filter(created_at__lt=now - timedelta(days=settings.JOB_RETENTION_DAYS)).delete()
    unkept = BatchResult.objects.filter(transformation_id=None, went_well=True)
    old = unkept.filter(created_at__lt=now - timedelta(hours=settings.UNKEPT_RESULT_HOURS))
    forgotten = 0
    while ids := list(old.values_list("id", flat=True)[:AT_ONCE]):
        forgotten += BatchResult.objects.filter(id__in=ids).delete()[0]
    return forgotten
