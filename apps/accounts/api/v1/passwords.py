"""Passwords: forgotten, replaced, changed."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.actions.change_password import change_password
from apps.accounts.actions.request_password_reset import request_password_reset
from apps.accounts.actions.reset_password import reset_password
from apps.accounts.api.address_limit import LimitedByAddress
from apps.accounts.api.permissions import Person
from apps.accounts.credentials.link_tokens import MAX_CHARACTERS
from apps.accounts.protocols import SignedInRequest
from tonebridge.rest.serializers import StrictSerializer


class PasswordField(serializers.CharField):
    """A password, as it was typed."""

    def __init__(self, **kwargs: Any) -> None:  # DRF's own, passed on
        super().__init__(max_length=128, trim_whitespace=False, **kwargs)


class ForgottenPasswordIn(StrictSerializer[Any]):
    """The account's email address."""

    email = serializers.EmailField(max_length=254)


class PasswordResetIn(StrictSerializer[Any]):
    """The token from the emailed link, and the new password. `end_api_keys` also revokes all of the user's API keys, in case
    someone else created or knows one.
    """

    token = serializers.CharField(max_length=MAX_CHARACTERS)
    password = PasswordField()
    end_api_keys = serializers.BooleanField(default=False)


class PasswordChangeIn(StrictSerializer[Any]):
    """The current password and the new one."""

    current_password = PasswordField()
    new_password = PasswordField()


class ForgottenPassword(LimitedByAddress):
    """POST /api/v1/auth/password/forgot — a link to the address, if somebody has it; the answer is the same."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    purpose = "forgot-password"

    @extend_schema(request=ForgottenPasswordIn, responses={202: None})
    def post(self, request: Request) -> Response:
        request_password_reset(**ForgottenPasswordIn.parse(request.data))
        return Response(status=202)


class PasswordReset(LimitedByAddress):
    """POST /api/v1/auth/password/reset — a new password by the link's token; all sign-ins end.

    Where the address wasn't verified before, it is now, and keys and a second factor end as well: whoever registered may
    have been somebody else.
    """

    authentication_classes = ()
    permission_classes = (AllowAny,)
    purpose = "reset-password"

    @extend_schema(request=PasswordResetIn, responses={204: None})
    def post(self, request: Request) -> Response:
        reset_password(**PasswordResetIn.parse(request.data))
        return Response(status=204)


class PasswordChange(APIView):
    """POST /api/v1/auth/password/change — all sign-ins end, also the one that asks.

    Where two-step sign-in is on, it takes a code as well, which was given in the last ten minutes (REAUTHENTICATION_REQUIRED).
    """

    permission_classes = (Person,)

    @extend_schema(request=PasswordChangeIn, responses={204: None})
    def post(self, request: SignedInRequest) -> Response:
        caller, wanted = request.auth, PasswordChangeIn.parse(request.data)
        change_password(
            user_id=caller.user_id,
            authenticated_at=caller.authenticated_at,
            current=wanted["current_password"],
            new=wanted["new_password"],
        )
        return Response(status=204)
