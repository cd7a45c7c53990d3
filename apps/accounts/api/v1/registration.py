"""Becoming a user."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.actions.register_invited_user import register_invited_user
from apps.accounts.actions.register_user import register_and_sign_in
from apps.accounts.api.address_limit import LimitedByAddress
from apps.accounts.api.v1.users import SignedInOut
from apps.accounts.credentials.link_tokens import MAX_CHARACTERS
from tonebridge.rest.serializers import StrictSerializer


class RegistrationIn(StrictSerializer[Any]):
    """The new user. With `invitation`, the token from an invitation link, the user joins that organization."""

    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=128, trim_whitespace=False)
    full_name = serializers.CharField(max_length=150, required=False, allow_blank=True)
    organization_name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    invitation = serializers.CharField(max_length=MAX_CHARACTERS, required=False)


class Registration(LimitedByAddress):
    """POST /api/v1/auth/register — make a user with an organization of their own; a link to prove the address is sent.

    The new user is signed in at once. An account whose address isn't proven within 7 days is deleted. Answer and account
    are alike for an address that somebody has: its mailbox alone learns so, and the account can't be proven. With an
    invitation, the link has proven the address.
    """

    authentication_classes = ()
    permission_classes = (AllowAny,)
    purpose = "sign-up"

    @extend_schema(request=RegistrationIn, responses={201: SignedInOut})
    def post(self, request: Request) -> Response:
        wanted = RegistrationIn.parse(request.data)
        if token := wanted.pop("invitation", ""):
            wanted.pop("organization_name", None)
            return Response(SignedInOut(register_invited_user(token=token, **wanted)).data, status=201)
        return Response(SignedInOut(register_and_sign_in(**wanted)).data, status=201)
