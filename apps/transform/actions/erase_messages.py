"""Delete what was transformed, with all that hangs on it (`apps.accounts.protocols.Eraser`)."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from apps.transform.models import Analytics, DailySummary, Embedding, GlossaryTerm
from tonebridge.partitions.retention import months_of


def erase_messages(*, organization_id: UUID, user_id: UUID | None) -> None:
    """Messages, vectors and measures, a month at a time; of a whole organization its words and sums too.

    What a member taught the organization's glossary stays with it, without their name.
    """
    if user_id is None:
        # Vectors and measures first, all at once: each message would take its own along, one by one.
        for table in (Embedding, Analytics, GlossaryTerm, DailySummary):
            table._default_manager.filter(organization=organization_id).delete()
    else:
        GlossaryTerm.objects.filter(organization=organization_id, created_by=user_id).update(created_by=None)
    _erase_by_month(organization_id, user_id)


def _erase_by_month(organization_id: UUID, user_id: UUID | None) -> None:
    delete = "DELETE FROM transformations WHERE organization_id = %s AND created_at >= %s AND created_at < %s"
    for month in months_of("transformations"):
        if user_id is None:
            _execute(delete, organization_id, month.start, month.end)
        else:
            _execute(f"{delete} AND user_id = %s", organization_id, month.start, month.end, user_id)


def _execute(statement: str, *values: UUID | datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
