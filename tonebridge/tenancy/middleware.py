"""Django's side: a request begins as the tenant that the front door found, and ends as nobody."""

from collections.abc import Callable, Iterable, Iterator
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import translation

from tonebridge.tenancy.identity import Identity, acting_as, current, request_scope
from tonebridge.tenancy.system import as_system

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestScope:
    """First of all middleware. Pages enter their member's organization inside (`identity.enter`).

    A streamed answer is read after that has ended, by any thread: its chunks are made in the name and in the language that the
    request had at its end.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with request_scope():
            response = self.get_response(request)
            if isinstance(response, StreamingHttpResponse):
                response.streaming_content = _made_as(
                    current(), translation.get_language(), cast("Iterable[bytes]", response.streaming_content)
                )
            return response


class StaffAdministration:
    """After authentication. Staff look after every organization, so their administration is a task of the system."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if request.path.startswith(reverse("admin:index")) and user.is_active and user.is_staff:
            with as_system("administration"):
                return self.get_response(request)
        return self.get_response(request)


def _made_as(identity: Identity, language: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Each chunk on its own: between two of them the thread does other requests' work."""
    made = iter(chunks)
    while True:
        with acting_as(identity), translation.override(language):
            chunk = next(made, None)
        if chunk is None:
            return
        yield chunk
