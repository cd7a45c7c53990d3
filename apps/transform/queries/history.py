"""Reads of history. Texts are sealed at rest, so a search for words opens rows: it is bounded a page."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import cast
from uuid import UUID

from django.db import transaction

from apps.accounts.contracts import Principal
from apps.transform.bodies import GIVEN_ANSWERS, RESULT
from apps.transform.contracts import (
    HistoryDetails,
    HistoryFilter,
    HistoryItem,
    Intensity,
    KeptResult,
    Tier,
    TransformationType,
    TransformResult,
    Verdict,
)
from apps.transform.models import Transformation
from apps.transform.models.transformation import TransformationQuerySet
from apps.transform.queries.feed import Place, feed_of
from tonebridge.errors import FieldError, NotFound, ValidationFailed
from tonebridge.partitions.months import Month
from tonebridge.resilience import clock
from tonebridge.rest.pagination import Page, PageRequest, Position, page_of, page_until

UNSEEN = ("result", "final_text", "metadata", "rejected_changes")
"""Columns that no list shows. The first is larger than all others, and stored beside its row."""
CLOCKS_DIFFER = timedelta(hours=1)
SEARCH_ROWS = 2_000
"""How many rows one search opens at most (a few microseconds each); the next page goes on from there."""


def history_page(principal: Principal, wanted: HistoryFilter, page: PageRequest) -> Page[HistoryItem]:
    """The caller's own transforms, newest first. A page of a search may hold fewer than asked and still have a next."""
    after = _place(page.after)
    if after is None:  # from the newest on: the months made ahead hold nothing, and needn't be looked into
        wanted = _before(wanted, Month.of(clock.now() + CLOCKS_DIFFER).end)
    if wanted.text:
        return _searched(_matching(principal, wanted, after), wanted.text, page)
    return page_of(feed_of(principal, wanted, after=after, limit=page.fetch), page, _position)


def transformation_of(principal: Principal, transformation_id: UUID) -> HistoryItem:
    """One of the caller's own. Raises NotFound, as for one that never was."""
    return item_of(own_row(principal, transformation_id))


def details_of(principal: Principal, transformation_id: UUID) -> HistoryDetails:
    """The same, with the passages of it that somebody should look at. Raises NotFound."""
    row = own_row(principal, transformation_id)
    unsure = RESULT.validate_json(row.result).unsure if row.metadata.get("stored") else ()
    return HistoryDetails(**vars(item_of(row)), unsure=unsure)


def sent_text_of(principal: Principal, transformation_id: UUID) -> str:
    """What was sent in the end, where the result was edited; empty where it wasn't, or isn't kept. Raises NotFound."""
    sent: str = own_row(principal, transformation_id).final_text
    return sent


def result_of(principal: Principal, transformation_id: UUID) -> TransformResult:
    """The whole answer as it was given. Raises NotFound where no text was kept."""
    return kept_result_of(principal, transformation_id).result


def kept_result_of(principal: Principal, transformation_id: UUID) -> KeptResult:
    """The same, with the answers that its text holds. Raises NotFound where no text was kept."""
    row = own_row(principal, transformation_id)
    if not row.metadata.get("stored"):
        raise NotFound
    answers = json.loads(row.result).get("answers", [])
    return KeptResult(RESULT.validate_json(row.result), GIVEN_ANSWERS.validate_python(answers))


def own_row(principal: Principal, transformation_id: UUID) -> Transformation:
    """The row, for verbs of this app. Raises NotFound."""
    row = Transformation.objects.of(principal).by_id(transformation_id).first()
    if row is None:
        raise NotFound
    return row


def _place(position: Position | None) -> Place | None:
    """Where the page before has ended; None: nowhere yet."""
    if position is None:
        return None
    try:
        return datetime.fromisoformat(position[0]), UUID(position[1])
    except (ValueError, IndexError) as error:
        raise ValidationFailed(fields=(FieldError("cursor", "invalid", "cursor"),)) from error


def _before(wanted: HistoryFilter, end: datetime) -> HistoryFilter:
    return replace(wanted, until=min(wanted.until or end, end))


def _matching(principal: Principal, wanted: HistoryFilter, after: Place | None) -> TransformationQuerySet:
    rows = Transformation.objects.of(principal).defer(*UNSEEN).order_by("-created_at", "-id")
    if wanted.transformation_type:
        rows = rows.filter(transformation_type_id=wanted.transformation_type.value)
    if wanted.since:
        rows = rows.filter(created_at__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(created_at__lt=wanted.until)
    return rows.before(*after) if after else rows


@transaction.atomic
def _searched(rows: TransformationQuerySet, text: str, page: PageRequest) -> Page[HistoryItem]:
    """Opens row after row, from a cursor on the server: that lives in a transaction, which is told whose rows these are."""
    sought, found, opened = text.casefold(), list[HistoryItem](), None
    for count, row in enumerate(islice(rows.iterator(chunk_size=200), SEARCH_ROWS), 1):
        opened = item_of(row)
        if sought in f"{opened.original_text}\n{opened.transformed_text}".casefold():
            found.append(opened)
        if len(found) == page.limit or count == SEARCH_ROWS:
            return page_until(found, page, _position(opened))
    return page_until(found, page, None)


def _position(item: HistoryItem) -> Position:
    return item.created_at.isoformat(), str(item.id)


def item_of(row: Transformation) -> HistoryItem:
    """The row as a contract."""
    return HistoryItem(
        id=row.id,
        transformation_type=TransformationType(row.transformation_type_id),
        intensity=Intensity(row.intensity),
        language="en" if row.language == "en" else "ja",
        tier=cast(Tier, row.tier),
        original_text=row.original_text,
        transformed_text=row.transformed_text,
        verdict=Verdict(row.verdict) if row.verdict else None,
        created_at=row.created_at,
    )
