"""The newest messages of one person, read as plain rows: the feed is asked for often, and shows few columns.

Written out as SQL: putting the same statement together anew for each page took the ORM longer than all the rest.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import connection

from apps.accounts.contracts import Principal
from apps.transform.contracts import HistoryFilter, HistoryItem, Intensity, Tier, TransformationType, Verdict
from apps.transform.models import Transformation
from tonebridge.security.fields import EncryptedTextField

Place = tuple[datetime, UUID]
"""A row's place in the list: when it was made, and its id."""
Condition = tuple[str, tuple[Any, ...]]  # the values are whatever the driver takes

FEED = """
SELECT id, created_at, transformation_type, intensity, language, tier, original_text, transformed_text, verdict
FROM transformations WHERE """
NEWEST_FIRST = " ORDER BY created_at DESC, id DESC LIMIT %s"


def feed_of(principal: Principal, wanted: HistoryFilter, *, after: Place | None, limit: int) -> list[HistoryItem]:
    """Up to `limit` of the caller's own, newest first, that come after a place. The words of the filter aren't looked for."""
    conditions = list(_conditions(principal, wanted, after))
    statement = FEED + " AND ".join(text for text, _values in conditions) + NEWEST_FIRST
    with connection.cursor() as cursor:
        cursor.execute(statement, [*(value for _text, values in conditions for value in values), limit])
        return [_item(row) for row in cursor.fetchall()]


def _conditions(principal: Principal, wanted: HistoryFilter, after: Place | None) -> Iterator[Condition]:
    yield "organization_id = %s AND user_id = %s", (principal.organization_id, principal.user_id)
    if wanted.transformation_type:
        yield "transformation_type = %s", (wanted.transformation_type.value,)
    if wanted.since:
        yield "created_at >= %s", (wanted.since,)
    if wanted.until:
        yield "created_at < %s", (wanted.until,)
    if after:  # the first term leaves months out, the second is exact
        yield "created_at <= %s AND (created_at, id) < (%s, %s)", (after[0], *after)


def _item(row: Sequence[Any]) -> HistoryItem:
    made, created_at, kind, intensity, language, tier, original, transformed, verdict = row
    return HistoryItem(
        id=made,
        transformation_type=TransformationType(kind),
        intensity=Intensity(intensity),
        language="en" if language == "en" else "ja",
        tier=cast(Tier, tier),
        original_text=_ORIGINAL.open_for(made, original),
        transformed_text=_TRANSFORMED.open_for(made, transformed),
        verdict=Verdict(verdict) if verdict else None,
        created_at=created_at,
    )


_ORIGINAL, _TRANSFORMED = (
    cast(EncryptedTextField, Transformation._meta.get_field(name)) for name in ("original_text", "transformed_text")
)
