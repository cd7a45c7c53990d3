"""Who calls a DRF resource: the principal that the front door found, or what the request itself shows."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, CSRFCheck
from rest_framework.request import Request

from apps.accounts.contracts import Principal
from apps.accounts.queries.credentials import principal_of_api_key, principal_of_session, principal_of_token
from tonebridge.callers.shown_credentials import shown_credential
from tonebridge.errors import InsufficientPermissions, InvalidToken
from tonebridge.tenancy.identity import enter

FROM_THE_DOOR = "tonebridge.principal"
"""Set by the gateway. A client can't: headers arrive as `HTTP_…`."""

NOT_OUR_PAGE = _("We couldn't confirm that this request came from our page. Reload it and try again.")


@dataclass(frozen=True)
class AuthenticatedUser:
    """`request.user`: as much of a user as Django asks for. Everything else is in `request.auth`, the principal."""

    id: UUID
    is_authenticated: bool = True
    is_anonymous: bool = False
    is_active: bool = True

    @property
    def pk(self) -> UUID:
        """The id, under Django's name for it."""
        return self.id


class GatewayCredentials(BaseAuthentication):
    """Believes the front door, which has checked token, key, session and origin; without one, checks for itself."""

    def authenticate(self, request: Request) -> tuple[AuthenticatedUser, Principal] | None:
        plain = request._request
        principal = plain.META[FROM_THE_DOOR] if FROM_THE_DOOR in plain.META else _from_request(plain)
        if principal is not None:
            enter(principal.organization_id)
        return None if principal is None else (AuthenticatedUser(principal.user_id), principal)

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def _from_request(request: HttpRequest) -> Principal | None:
    shown = shown_credential({name.lower(): value for name, value in request.headers.items()})
    if shown is None:
        return _from_session(request)
    if not shown.value:
        raise InvalidToken()
    return principal_of_api_key(shown.value) if shown.kind == "key" else principal_of_token(shown.value)


def _from_session(request: HttpRequest) -> Principal | None:
    """A session is sent by the browser whoever asks for it, so the request must prove that it is our page's."""
    key = getattr(getattr(request, "session", None), "session_key", None)
    principal = principal_of_session(key) if key else None
    if principal is not None:
        _enforce_csrf(request)
    return principal


def _enforce_csrf(request: HttpRequest) -> None:
    check = CSRFCheck(lambda _request: None)  # type: ignore[arg-type]  # only its checks are used; no view follows
    check.process_request(request)
    if check.process_view(request, None, (), {}):  # type: ignore[arg-type]  # the view matters only for its exemption
        raise InsufficientPermissions(NOT_OUR_PAGE)
