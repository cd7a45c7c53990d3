"""Django's side: a request begins as the tenant that the front door found, and ends as nobody."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tonebridge.tenancy.identity import request_scope
from tonebridge.tenancy.system import as_system

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestScope:
    """First of all middleware. Pages enter their member's organization inside (`identity.enter`)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with request_scope():
            return self.get_response(request)


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
