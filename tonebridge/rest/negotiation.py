"""Which of a view's renderers answers."""

from collections.abc import Iterable
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

ANYTHING = "*/*"


class Negotiation(DefaultContentNegotiation):
    """DRF's, but quick where the caller takes anything, as most do."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[Any, Any]:  # as the stubs have it
        """The renderer and its media type. Raises NotAcceptable."""
        if request.META.get("HTTP_ACCEPT", ANYTHING) == ANYTHING and not request.META["QUERY_STRING"]:
            first = next(iter(renderers))
            return first, first.media_type
        found: tuple[Any, Any] = super().select_renderer(request, renderers, format_suffix)
        return found
