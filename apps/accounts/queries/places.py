"""The organizations that somebody belongs to: the one thing that is asked across tenants, and it answers ids alone."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

NOBODYS = UUID(int=0)
"""The chain of the audit that what belongs to no organization stands in."""


def places_of(user_id: UUID) -> list[UUID]:
    """Ids, in the order they joined. One query; to see more of one, act for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tb_organizations_of_user(%s)", [user_id])
        (found,) = cursor.fetchone()
        return list(found)


def chains_of(user_id: UUID) -> list[UUID]:
    """The chains of the audit in which stands what concerns the person: staff may belong nowhere. One query."""
    return places_of(user_id) or [NOBODYS]


def places_of_each(user_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The same for several people. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, tb_organizations_of_user(person) FROM unnest(%s::uuid[]) AS person", [list(user_ids)]
        )
        return dict(cursor.fetchall())
