"""Signing in and out with tokens."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.actions.end_sign_ins import end_sign_ins
from apps.accounts.actions.refresh_tokens import refresh_tokens
from apps.accounts.actions.sign_in import sign_in
from apps.accounts.actions.sign_out import sign_out
from apps.accounts.api.address_limit import LimitedByAddress
from apps.accounts.api.permissions import Person
from apps.accounts.api.v1.users import NothingIn, SignedInOut
from apps.accounts.credentials.tokens import MAX_CHARACTERS
from apps.accounts.protocols import ApiRequest, SignedInRequest
from tonebridge.rest.serializers import StrictSerializer


class TokenIn(StrictSerializer[Any]):
    """An email address and a password. With two-step sign-in, `code` is also required: an authenticator code or a backup code."""

    email = serializers.CharField(max_length=254)
    password = serializers.CharField(max_length=128, trim_whitespace=False)
    code = serializers.CharField(max_length=40, required=False)


class TokenRefreshIn(StrictSerializer[Any]):
    """A refresh token that hasn't been used yet."""

    refresh = serializers.CharField(max_length=MAX_CHARACTERS)


class LogoutIn(StrictSerializer[Any]):
    """The refresh token of the sign-in to end. Without it, the sign-in of the access token in the header ends."""

    refresh = serializers.CharField(max_length=MAX_CHARACTERS, required=False)


class Token(LimitedByAddress):
    """POST /api/v1/auth/token — sign in."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    purpose = "sign-in"

    @extend_schema(request=TokenIn, responses=SignedInOut)
    def post(self, request: Request) -> Response:
        return Response(SignedInOut(sign_in(**TokenIn.parse(request.data))).data)


class TokenRefresh(APIView):
    """POST /api/v1/auth/token/refresh — trade a refresh token for new tokens, once."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(request=TokenRefreshIn, responses=SignedInOut)
    def post(self, request: Request) -> Response:
        return Response(SignedInOut(refresh_tokens(**TokenRefreshIn.parse(request.data))).data)


class LogoutEverywhere(APIView):
    """POST /api/v1/auth/logout/everywhere — end all of one's sign-ins: tokens and sessions, of every organization."""

    permission_classes = (Person,)

    @extend_schema(request=None, responses={204: None})
    def post(self, request: SignedInRequest) -> Response:
        NothingIn.parse(request.data)
        end_sign_ins(user_id=request.auth.user_id)
        return Response(status=204)


class Logout(APIView):
    """POST /api/v1/auth/logout — end a sign-in with all of its tokens."""

    permission_classes = (AllowAny,)

    @extend_schema(request=LogoutIn, responses={204: None})
    def post(self, request: ApiRequest) -> Response:
        sign_out(principal=request.auth, **LogoutIn.parse(request.data))
        return Response(status=204)
