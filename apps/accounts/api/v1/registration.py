"""Becoming a user."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.actions.register_user import register_user
from apps.accounts.api.address_limit import ByAddress
from apps.accounts.api.v1.users import SignedInOut
from apps.accounts.credentials.link_tokens import MAX_CHARACTERS
from tonebridge.rest.serializers import StrictSerializer


class RegistrationIn(StrictSerializer[Any]):
    """Who wants to come in. `invitation` is the token of an invitation's link: they join that organization."""

    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=128, trim_whitespace=False)
    full_name = serializers.CharField(max_length=150, required=False, allow_blank=True)
    organization_name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    invitation = serializers.CharField(max_length=MAX_CHARACTERS, required=False)


class Registration(APIView):
    """POST /api/v1/auth/register — make a user with an organization of their own, and sign them in."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (ByAddress,)

    @extend_schema(tags=["auth"], operation_id="register", request=RegistrationIn, responses={201: SignedInOut})
    def post(self, request: Request) -> Response:
        wanted = RegistrationIn.parse(request.data)
        return Response(SignedInOut(register_user(**wanted)).data, status=201)
