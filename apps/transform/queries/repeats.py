"""What an answer kept for repeats rests on."""

from uuid import UUID

from django.db import connection

from apps.accounts.contracts import Principal
from apps.transform.models import Transformation

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
