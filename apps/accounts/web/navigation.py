"""What pages of every app know of their reader: which doors the navigation shows."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from apps.accounts.queries.pages import may_change, visitors_remembered


class RememberVisitor:
    """Django's middleware: whoever a page has found signed in needn't be looked up again for its navigation."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with visitors_remembered():
            return self.get_response(request)


def doors(request: HttpRequest) -> dict[str, Callable[[], bool]]:
    """`reader_may_change`: whether the reader's role opens what viewers are refused. Looked up where a template asks."""
    return {"reader_may_change": lambda: may_change(request.session.session_key)}
