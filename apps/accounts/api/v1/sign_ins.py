"""Where one is signed in."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.actions.end_sign_in import end_sign_in
from apps.accounts.api.permissions import Person
from apps.accounts.contracts import SignInDetails
from apps.accounts.protocols import SignedInRequest
from apps.accounts.queries.sign_ins import sign_ins_of
from tonebridge.rest.pagination import PAGE_PARAMETERS, page_schema, read_page_request, show_page


class SignInOut(serializers.Serializer[SignInDetails]):
    """One of your sign-ins. `client` is the browser and operating system, or the program. `site` is the IP address that it
    started from; for IPv6, its /64 network. `last_used_at` is approximate: to the hour for a browser, and the last refresh
    for tokens.
    """

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=["page", "token"])
    client = serializers.CharField()
    site = serializers.CharField()
    signed_in_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    current = serializers.BooleanField()


class SignIns(APIView):
    """GET /api/v1/auth/sessions — browsers and tokens, of every organization, the newest first."""

    permission_classes = (Person,)

    @extend_schema(parameters=PAGE_PARAMETERS, responses=page_schema(SignInOut))
    def get(self, request: SignedInRequest) -> Response:
        page = read_page_request(request.query_params, scope=f"sessions:{request.auth.user_id}")
        return Response(show_page(sign_ins_of(request.auth.user_id, request.auth.credential, page), SignInOut()))


class SignIn(APIView):
    """DELETE /api/v1/auth/sessions/{id} — ends it, with what was opened with it; also the one that asks."""

    permission_classes = (Person,)

    @extend_schema(responses={204: None})
    def delete(self, request: SignedInRequest, sign_in_id: UUID) -> Response:
        end_sign_in(user_id=request.auth.user_id, sign_in_id=sign_in_id)
        return Response(status=204)
