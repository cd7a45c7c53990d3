"""What an answer kept for repeats rests on."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from apps.accounts.contracts import Principal
from apps.transform.models import Transformation
from tonebridge.caching.l2_redis import KEPT_S
from tonebridge.resilience import clock

LATELY = timedelta(seconds=KEPT_S) + timedelta(hours=1)
"""An answer is kept for a day from when it was recorded, or an hour later where that had to wait."""

WORDS = """
    SELECT encode(sha256(convert_to(COALESCE(string_agg(id::text || updated_at::text || status, ',' ORDER BY id), ''),
                                    'UTF8')), 'hex')
    FROM glossary_terms WHERE organization_id = %s
"""


def words_version(principal: Principal) -> str:
    """Another one whenever a term of the organization was added, changed or deleted. One query."""
    with connection.cursor() as cursor:
        cursor.execute(WORDS, [principal.organization_id])
        return str(cursor.fetchone()[0])


def is_recorded(principal: Principal, transformation_id: UUID) -> bool:
    """Whether the caller still has this message in their history. One query."""
    return Transformation.objects.of(principal).by_id(transformation_id).exists()


def answered_lately(
    *, organization_id: UUID | None = None, user_id: UUID | None = None, before: datetime | None = None
) -> list[UUID]:
    """Messages, of anybody or of those named, from before a moment, of which an answer may still be kept. For the system."""
    since = clock.now() - LATELY
    if before is not None and before <= since:
        return []
    rows: QuerySet[Transformation] = Transformation.objects.filter(created_at__gte=since)
    if before is not None:
        rows = rows.filter(created_at__lt=before)
    if organization_id is not None:
        rows = rows.filter(organization_id=organization_id)
    if user_id is not None:
        rows = rows.filter(user_id=user_id)
    return list(rows.values_list("id", flat=True))
