"""Proving an e-mail address."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.actions.disown_account import disown_account
from apps.accounts.actions.request_verification import request_verification
from apps.accounts.actions.verify_email import verify_email
from apps.accounts.api.address_limit import LimitedByAddress
from apps.accounts.api.permissions import Person
from apps.accounts.api.v1.passwords import PasswordField
from apps.accounts.api.v1.users import NothingIn
from apps.accounts.contracts import Principal
from apps.accounts.credentials.link_tokens import MAX_CHARACTERS
from apps.accounts.protocols import ApiRequest, SignedInRequest
from apps.accounts.rights import is_in_person
from tonebridge.rest.serializers import StrictSerializer


class LinkTokenIn(StrictSerializer[Any]):
    """The token from the emailed link."""

    token = serializers.CharField(max_length=MAX_CHARACTERS)


class EmailVerificationIn(LinkTokenIn):
    """The token from the emailed link, and the account's password if the request isn't signed in to that account."""

    password = PasswordField(required=False)


class EmailVerification(LimitedByAddress):
    """POST /api/v1/auth/email/verify — the link's token proves the address, with the account's sign-in or password.

    Whoever reads the mailbox need not be who registered with the address: without either, `password` is asked for and the
    token stays good. Those who know nothing of the account send the token to `/api/v1/auth/email/disown`, or set a new
    password with `/api/v1/auth/password/forgot`, which ends everything that was made before.
    """

    permission_classes = (AllowAny,)
    purpose = "verify-email"

    @extend_schema(request=EmailVerificationIn, responses={204: None})
    def post(self, request: ApiRequest) -> Response:
        verify_email(signed_in=_signed_in(request.auth), **EmailVerificationIn.parse(request.data))
        return Response(status=204)


def _signed_in(caller: Principal | None) -> UUID | None:
    """A program's key is no sign-in."""
    return caller.user_id if caller is not None and is_in_person(caller) else None


class AccountDisowning(LimitedByAddress):
    """POST /api/v1/auth/email/disown — the token's reader never made the account: it is closed at once, and deleted."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    purpose = "verify-email"

    @extend_schema(request=LinkTokenIn, responses={204: None})
    def post(self, request: Request) -> Response:
        disown_account(**LinkTokenIn.parse(request.data))
        return Response(status=204)


class VerificationMail(APIView):
    """POST /api/v1/auth/email/send — the link once more, to one's own address, while it isn't proven."""

    permission_classes = (Person,)

    @extend_schema(request=None, responses={202: None})
    def post(self, request: SignedInRequest) -> Response:
        NothingIn.parse(request.data)
        request_verification(user_id=request.auth.user_id)
        return Response(status=202)
