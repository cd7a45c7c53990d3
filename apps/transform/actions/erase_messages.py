"""Delete what was transformed, with all that hangs on it (`apps.accounts.protocols.Eraser`)."""

from uuid import UUID

from django.db import connection

from apps.transform.models import Analytics, DailySummary, Embedding, GlossaryTerm
from tonebridge.partitions.retention import months_of


def erase_messages(*, organization_id: UUID | None = None, user_id: UUID | None = None) -> None:
    """Messages, vectors and measures, a month at a time; of a whole organization its words and sums too.

    What a member taught the organization's glossary stays with it, without their name.
    """
    if organization_id is not None:
        # Vectors and measures first, all at once: each message would take its own along, one by one.
        for table in (Embedding, Analytics, GlossaryTerm, DailySummary):
            table._default_manager.filter(organization=organization_id).delete()
    else:
        GlossaryTerm.objects.filter(created_by=user_id).update(created_by=None)
    _erase_by_month(organization_id, user_id)


def _erase_by_month(organization_id: UUID | None, user_id: UUID | None) -> None:
    whose = "user_id = %s" if organization_id is None else "organization_id = %s"
    for month in months_of("transformations"):
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM transformations WHERE {whose} AND created_at >= %s AND created_at < %s",  # noqa: S608  # two constants
                [organization_id or user_id, month.start, month.end],
            )
