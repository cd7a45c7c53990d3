"""Public keys, for those who verify our tokens themselves."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.credentials.signing_keys import key_ring

MAY_BE_KEPT = "public, max-age=300"


class JsonWebKeyOut(serializers.Serializer[dict[str, str]]):
    """A public key (RFC 7517)."""

    kty = serializers.CharField()
    use = serializers.CharField()
    alg = serializers.CharField()
    kid = serializers.CharField()
    n = serializers.CharField()
    e = serializers.CharField()


class JsonWebKeySetOut(serializers.Serializer[dict[str, list[dict[str, str]]]]):
    """The public keys that current tokens and receipts may be signed with."""

    keys = JsonWebKeyOut(many=True)


class JsonWebKeys(APIView):
    """GET /.well-known/jwks.json"""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(responses=JsonWebKeySetOut)
    def get(self, request: Request) -> Response:
        return Response(JsonWebKeySetOut(key_ring().as_jwks()).data, headers={"Cache-Control": MAY_BE_KEPT})
