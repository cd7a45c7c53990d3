"""Messages with vectors, and the distances between them without any index."""

import random
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from apps.transform.models import Embedding, Transformation
from apps.transform.models.embedding import USE3
from drills.world import Tenant
from tonebridge.ids import uuid7
from tonebridge.resilience import clock
from tonebridge.tenancy.identity import acting_for
from tonebridge.tenancy.system import as_system

Vector = list[float]
DIMENSION, AT_ONCE = 512, 25
"""So many rows a statement: the web role's have three seconds, and an index over vectors is slow to write."""


def remember(tenant: Tenant, count: int) -> dict[UUID, Vector]:
    """Give the tenant so many messages with random vectors."""
    dice, now = random.Random(count), clock.now()
    made = {uuid7(now): [dice.random() - 0.5 for _ in range(DIMENSION)] for _ in range(count)}
    with acting_for(tenant.organization_id), transaction.atomic():
        Transformation.objects.bulk_create([_message(tenant, each, now) for each in made], AT_ONCE)
        Embedding.objects.bulk_create([_embedding(tenant, each, vector, now) for each, vector in made.items()], AT_ONCE)
    with as_system("analyze"), connection.cursor() as cursor:
        cursor.execute("ANALYZE embeddings")
    return made


def _message(tenant: Tenant, made: UUID, at: datetime) -> Transformation:
    return Transformation(
        id=made,
        created_at=at,
        organization_id=tenant.organization_id,
        user_id=tenant.user_id,
        transformation_type_id="soften",
        intensity=2,
        language="ja",
        tier="rules",
    )


def _embedding(tenant: Tenant, made: UUID, vector: Vector, at: datetime) -> Embedding:
    return Embedding(
        transformation_id=made,
        transformation_created_at=at,
        organization_id=tenant.organization_id,
        model=USE3,
        dimension=DIMENSION,
        embedding=vector,
        created_at=at,
    )


def nearest_one_by_one(vectors: dict[UUID, Vector], sought: UUID, limit: int) -> list[UUID]:
    """The others by cosine distance, the nearest first."""
    others = [each for each in vectors if each != sought]
    return sorted(others, key=lambda each: -_cosine(vectors[each], vectors[sought]))[:limit]


def _cosine(one: Vector, other: Vector) -> float:
    product = sum(a * b for a, b in zip(one, other, strict=True))
    return product / float((sum(a * a for a in one) * sum(b * b for b in other)) ** 0.5)


def noting(statements: list[str]) -> Callable[..., Any]:
    """A wrapper for `connection.execute_wrapper` that writes down what is executed, values included."""

    def noted(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        answer = execute(sql, params, many, context)
        statements.append(connection.ops.last_executed_query(context["cursor"], sql, params))
        return answer

    return noted


def plan_of(tenant: Tenant, statements: list[str], word: str) -> str:
    """How PostgreSQL goes about the longest of the statements with the word in it, for the tenant."""
    statement = max((each for each in statements if word in each), key=len)
    with acting_for(tenant.organization_id), connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + statement.replace("%", "%%"), [])
        return "\n".join(row[0] for row in cursor.fetchall())
