"""Keys for programs."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.actions.create_api_key import create_api_key
from apps.accounts.actions.revoke_api_key import revoke_api_key
from apps.accounts.actions.rotate_api_key import rotate_api_key
from apps.accounts.api.permissions import ManagesKeys
from apps.accounts.api.v1.users import SCOPES, ScopesField
from apps.accounts.contracts import IssuedApiKey, Scope
from apps.accounts.protocols import SignedInRequest
from apps.accounts.queries.api_keys import api_keys_of
from tonebridge.rest.pagination import PAGE_PARAMETERS, page_schema, read_page_request, show_page
from tonebridge.rest.serializers import StrictSerializer

MOST_OVERLAP_HOURS = 7 * 24
EVERYDAY_SCOPES = [scope.value for scope in Scope if scope is not Scope.ADMIN]


class ApiKeyIn(StrictSerializer[Any]):
    """An API key to create. If `scopes` is omitted, the key has every scope except `admin`."""

    name = serializers.CharField(max_length=80)
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=SCOPES),
        default=EVERYDAY_SCOPES,
        allow_empty=False,
        max_length=len(SCOPES),
    )
    expires_at = serializers.DateTimeField(default=None, allow_null=True)
    requires_signature = serializers.BooleanField(default=False)


class ApiKeyRotationIn(StrictSerializer[Any]):
    """How many hours the old key keeps working (0: it stops immediately), so that you can switch clients one by one."""

    overlap_hours = serializers.IntegerField(min_value=0, max_value=MOST_OVERLAP_HOURS, default=0)


class ApiKeyOut(serializers.Serializer[Any]):  # of ApiKeyDetails
    """An API key without its secret; `prefix` identifies it."""

    id = serializers.UUIDField()
    user_id = serializers.UUIDField()
    name = serializers.CharField()
    prefix = serializers.CharField()
    scopes = ScopesField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    last_used_at = serializers.DateTimeField(allow_null=True)
    requires_signature = serializers.BooleanField()


class IssuedApiKeyOut(ApiKeyOut):  # of IssuedApiKey
    """A new API key. `secret` is the full key, shown only in this response.

    `signing_secret` signs requests, if you use signatures; it is also shown only in this response.
    """

    secret = serializers.CharField()
    signing_secret = serializers.CharField()

    def to_representation(self, instance: IssuedApiKey) -> dict[str, Any]:
        secrets = {"secret": instance.secret, "signing_secret": instance.signing_secret}
        return {**ApiKeyOut(instance.details).data, **secrets}


class ApiKeys(APIView):
    """GET, POST /api/v1/api-keys"""

    permission_classes = (ManagesKeys,)

    @extend_schema(parameters=PAGE_PARAMETERS, responses=page_schema(ApiKeyOut))
    def get(self, request: SignedInRequest) -> Response:
        page = read_page_request(request.query_params, scope=f"api_keys:{request.auth.organization_id}")
        return Response(show_page(api_keys_of(request.auth, page), ApiKeyOut()))

    @extend_schema(request=ApiKeyIn, responses={201: IssuedApiKeyOut})
    def post(self, request: SignedInRequest) -> Response:
        wanted = ApiKeyIn.parse(request.data)
        scopes = {Scope(scope) for scope in wanted["scopes"]}
        issued = create_api_key(
            principal=request.auth,
            name=wanted["name"],
            scopes=scopes,
            expires_at=wanted["expires_at"],
            requires_signature=wanted["requires_signature"],
        )
        return Response(IssuedApiKeyOut(issued).data, status=201)


class ApiKey(APIView):
    """DELETE /api/v1/api-keys/{id}"""

    permission_classes = (ManagesKeys,)

    @extend_schema(responses={204: None})
    def delete(self, request: SignedInRequest, key_id: UUID) -> Response:
        revoke_api_key(principal=request.auth, key_id=key_id)
        return Response(status=204)


class ApiKeyRotation(APIView):
    """POST /api/v1/api-keys/{id}/rotate — a new key in its place; the old one stops at once, or after an overlap."""

    permission_classes = (ManagesKeys,)

    @extend_schema(request=ApiKeyRotationIn, responses={201: IssuedApiKeyOut})
    def post(self, request: SignedInRequest, key_id: UUID) -> Response:
        overlap = timedelta(hours=ApiKeyRotationIn.parse(request.data)["overlap_hours"])
        issued = rotate_api_key(principal=request.auth, key_id=key_id, overlap=overlap)
        return Response(IssuedApiKeyOut(issued).data, status=201)
