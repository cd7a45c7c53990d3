"""The administration notes what staff changed, by name."""

from collections.abc import Collection
from uuid import UUID

from django.contrib.admin.models import LogEntry


def forget_staff_notes(*, ids: Collection[UUID]) -> None:
    """Delete the notes about these users or organizations: their names stand in them."""
    LogEntry.objects.filter(object_id__in=[str(each) for each in ids]).delete()
