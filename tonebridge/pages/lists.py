"""Lists on pages: read a part of one by the query string, as the API does."""

from django.http import HttpRequest

from tonebridge.rest.pagination import PageRequest, read_page_request


def wanted_page(request: HttpRequest, *, scope: str) -> PageRequest:
    """The part that `?cursor=` asks for. `scope` names list and caller. Raises ValidationFailed."""
    cursor = request.GET.get("cursor")
    return read_page_request({"cursor": cursor} if cursor else {}, scope=scope)


def next_query(request: HttpRequest, next_cursor: str | None) -> str:
    """The query string of the next part, with the filter of this one; empty where there is none."""
    if next_cursor is None:
        return ""
    query = request.GET.copy()
    query["cursor"] = next_cursor
    return query.urlencode()
