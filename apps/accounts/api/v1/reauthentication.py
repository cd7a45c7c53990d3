"""Showing once more who one is."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.actions.reauthenticate import reauthenticate, renew_access
from apps.accounts.actions.renew_session import renew_session
from apps.accounts.api.address_limit import ByAddress
from apps.accounts.api.permissions import Person
from apps.accounts.api.session_cookie import session_of, set_session_cookie
from apps.accounts.contracts import Reauthenticated
from apps.accounts.protocols import SignedInRequest
from tonebridge.resilience import clock
from tonebridge.rest.serializers import StrictSerializer


class ReauthenticationIn(StrictSerializer[Any]):
    """The password; where two-step sign-in is on, a `code` of the authenticator, or a backup code, instead of it or as well."""

    password = serializers.CharField(max_length=128, trim_whitespace=False, required=False)
    code = serializers.CharField(max_length=40, required=False)


class ReauthenticatedOut(serializers.Serializer[Reauthenticated]):
    """`access` is a fresh access token of the same sign-in, to go on with; a page's session is renewed instead, and it is null."""

    authenticated_at = serializers.DateTimeField()
    access = serializers.CharField(allow_null=True)
    expires_in = serializers.IntegerField(allow_null=True)


class Reauthentication(APIView):
    """POST /api/v1/auth/reauthenticate — what answers REAUTHENTICATION_REQUIRED is open for ten minutes from here.

    Signing in counts as well. The access token that asks stays as it is: go on with the one that is answered.
    """

    permission_classes = (Person,)
    throttle_classes = (ByAddress,)

    @extend_schema(
        tags=["auth"], operation_id="reauthenticate", request=ReauthenticationIn, responses=ReauthenticatedOut
    )
    def post(self, request: SignedInRequest) -> Response:
        caller = request.auth
        reauthenticate(user_id=caller.user_id, **ReauthenticationIn.parse(request.data))
        session = session_of(caller)
        if session is None:
            return Response(ReauthenticatedOut(renew_access(principal=caller)).data)
        renew_session(session=session)
        response = Response(ReauthenticatedOut(Reauthenticated(clock.now())).data)
        set_session_cookie(response, session)
        return response
