"""Lists of the API: `{"items": […], "next_cursor": "…" | null}`, paged by position instead of by number.

A cursor is the position of the last item seen, signed for one list of one caller: it can't be made up, and one that
was given to another organization or for another list doesn't fit.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers

from tonebridge.errors import FieldError, ValidationFailed

Item = TypeVar("Item")
Position = tuple[str, ...]

DEFAULT_LIMIT, MOST = 20, 100
LONGEST_CURSOR = 1_000

PAGE_PARAMETERS = [
    OpenApiParameter("cursor", str, description="The `next_cursor` of the previous page."),
    OpenApiParameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT_LIMIT},
        description="Number of items per page.",
    ),
]
"""What every list takes, for `@extend_schema(parameters=…)`."""


@dataclass(frozen=True)
class PageRequest:
    """Which part of a list is wanted: up to `limit` items (1–100) that come after `after`; None: from the start."""

    limit: int = DEFAULT_LIMIT
    after: Position | None = None
    scope: str = ""

    @property
    def fetch(self) -> int:
        """How many rows to read: one more than asked, to know whether there is a next page."""
        return self.limit + 1


@dataclass(frozen=True)
class Page(Generic[Item]):
    """A part of a list."""

    items: tuple[Item, ...]
    next_cursor: str | None = None


def read_page_request(params: Mapping[str, Any], *, scope: str) -> PageRequest:
    """Read `?cursor=&limit=`. `scope` names list and caller, as `api_keys:<organization>`. Raises ValidationFailed."""
    return PageRequest(_limit(params.get("limit")), _position(params.get("cursor"), scope), scope)


def page_of(rows: Iterable[Item], request: PageRequest, position: Callable[[Item], Position]) -> Page[Item]:
    """The page of `request.fetch` rows; `position` is what the next page has to come after."""
    found = tuple(rows)
    items = found[: request.limit]
    return page_until(items, request, position(items[-1]) if len(found) > request.limit else None)


def page_until(items: Sequence[Item], request: PageRequest, last: Position | None) -> Page[Item]:
    """The page of these items; the next one comes after `last`, and there is none where that is None."""
    return Page(tuple(items), None if last is None else _signer(request.scope).sign_object(list(last)))


def show_page(page: Page[Item], out: serializers.Serializer[Item]) -> dict[str, Any]:
    """The page as the API answers it. One serializer shows all items: making one costs more than what it does."""
    return {"items": [out.to_representation(item) for item in page.items], "next_cursor": page.next_cursor}


def page_schema(item: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    """The page of an item in the OpenAPI document, named for it."""
    fields: dict[str, serializers.Field[Any, Any, Any, Any]] = {
        "items": item(many=True),
        "next_cursor": serializers.CharField(allow_null=True),
    }
    name = item.__name__.removesuffix("Out").removesuffix("Serializer") + "Page"
    return inline_serializer(name=name, fields=fields)


def _limit(text: str | None) -> int:
    if text is None:
        return DEFAULT_LIMIT
    if not re.fullmatch(r"[0-9]{1,3}", text) or not 1 <= int(text) <= MOST:
        detail = _("Use a whole number from 1 to 100.")
        raise ValidationFailed(fields=(FieldError("limit", "invalid", detail),))
    return int(text)


def _position(cursor: str | None, scope: str) -> Position | None:
    if cursor is None:
        return None
    try:
        return _opened(cursor, scope)
    except (BadSignature, ValueError) as error:
        detail = _("This cursor doesn't belong to this list. Leave it out to start from the beginning.")
        raise ValidationFailed(fields=(FieldError("cursor", "invalid", detail),)) from error


def _opened(cursor: str, scope: str) -> Position:
    if len(cursor) > LONGEST_CURSOR:
        raise ValueError("too long")
    parts = _signer(scope).unsign_object(cursor)
    return tuple(str(part) for part in parts)


def _signer(scope: str) -> Signer:
    return Signer(sep=".", salt=f"tonebridge.cursor:{scope}")
