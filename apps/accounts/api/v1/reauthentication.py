"""Showing once more who one is."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from apps.accounts.actions.reauthenticate import reauthenticate, renew_access
from apps.accounts.actions.renew_session import renew_session
from apps.accounts.api.address_limit import LimitedByAddress
from apps.accounts.api.permissions import Person
from apps.accounts.api.session_cookie import session_of, set_session_cookie
from apps.accounts.contracts import Reauthenticated
from apps.accounts.protocols import SignedInRequest
from tonebridge.resilience import clock
from tonebridge.rest.serializers import StrictSerializer


class ReauthenticationIn(StrictSerializer[Any]):
    """The password. With two-step sign-in, an authenticator code or a backup code (`code`), instead of the password or with it."""

    password = serializers.CharField(max_length=128, trim_whitespace=False, required=False)
    code = serializers.CharField(max_length=40, required=False)


class ReauthenticatedOut(serializers.Serializer[Reauthenticated]):
    """`access` is a new access token for the same sign-in. In a browser session it is null, because the session is renewed instead."""

    authenticated_at = serializers.DateTimeField()
    access = serializers.CharField(allow_null=True)
    expires_in = serializers.IntegerField(allow_null=True)


class Reauthentication(LimitedByAddress):
    """POST /api/v1/auth/reauthenticate — what answers REAUTHENTICATION_REQUIRED is open for ten minutes from here.

    Signing in counts as well. The access token that asks stays as it is: go on with the one that is answered.
    """

    permission_classes = (Person,)
    purpose = "reauthenticate"

    @extend_schema(request=ReauthenticationIn, responses=ReauthenticatedOut)
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
