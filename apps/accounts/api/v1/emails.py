"""Proving an e-mail address."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.actions.request_verification import request_verification
from apps.accounts.actions.verify_email import verify_email
from apps.accounts.api.address_limit import ByAddress
from apps.accounts.api.permissions import Person
from apps.accounts.api.v1.users import NothingIn
from apps.accounts.credentials.link_tokens import MAX_CHARACTERS
from apps.accounts.protocols import SignedInRequest
from tonebridge.rest.serializers import StrictSerializer


class LinkTokenIn(StrictSerializer[Any]):
    """The token from the link of an e-mail."""

    token = serializers.CharField(max_length=MAX_CHARACTERS)


class EmailVerification(APIView):
    """POST /api/v1/auth/email/verify — the link's token proves the address; no sign-in is needed."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (ByAddress,)

    @extend_schema(tags=["auth"], operation_id="verify_email", request=LinkTokenIn, responses={204: None})
    def post(self, request: Request) -> Response:
        verify_email(**LinkTokenIn.parse(request.data))
        return Response(status=204)


class VerificationMail(APIView):
    """POST /api/v1/auth/email/send — the link once more, to one's own address, while it isn't proven."""

    permission_classes = (Person,)

    @extend_schema(tags=["auth"], operation_id="send_verification", request=None, responses={202: None})
    def post(self, request: SignedInRequest) -> Response:
        NothingIn.parse(request.data)
        request_verification(user_id=request.auth.user_id)
        return Response(status=202)
