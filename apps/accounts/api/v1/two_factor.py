"""Two-step sign-in."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.actions.confirm_second_factor import confirm_second_factor
from apps.accounts.actions.remove_second_factor import remove_second_factor
from apps.accounts.actions.renew_backup_codes import renew_backup_codes
from apps.accounts.actions.set_up_second_factor import set_up_second_factor
from apps.accounts.api.permissions import Person
from apps.accounts.api.session_cookie import session_of, set_session_cookie
from apps.accounts.api.v1.users import NothingIn
from apps.accounts.contracts import AuthenticatorSetup, SecondFactorState
from apps.accounts.protocols import SignedInRequest
from apps.accounts.queries.second_factors import second_factor_of
from tonebridge.rest.serializers import StrictSerializer


class CodeIn(StrictSerializer[Any]):
    """An authenticator code or a backup code."""

    code = serializers.CharField(max_length=40)


class TwoFactorOut(serializers.Serializer[SecondFactorState]):
    """Whether two-step sign-in is on, and how many backup codes are left."""

    enabled = serializers.BooleanField()
    backup_codes_left = serializers.IntegerField()


class AuthenticatorOut(serializers.Serializer[AuthenticatorSetup]):
    """The data for an authenticator app. Available to the user until the first code is confirmed."""

    secret = serializers.CharField()
    uri = serializers.CharField()


class BackupCodesOut(serializers.Serializer[Any]):
    """Backup codes. Each replaces an authenticator code once. Shown only in this response."""

    backup_codes = serializers.ListField(child=serializers.CharField())


class TwoFactor(APIView):
    """GET, POST /api/v1/auth/two-factor — its state; what to set an authenticator up with."""

    permission_classes = (Person,)

    @extend_schema(responses=TwoFactorOut)
    def get(self, request: SignedInRequest) -> Response:
        return Response(TwoFactorOut(second_factor_of(request.auth.user_id)).data)

    @extend_schema(request=None, responses={201: AuthenticatorOut})
    def post(self, request: SignedInRequest) -> Response:
        NothingIn.parse(request.data)
        caller = request.auth
        setup = set_up_second_factor(user_id=caller.user_id, authenticated_at=caller.authenticated_at)
        return Response(AuthenticatorOut(setup).data, status=201)


class TwoFactorConfirmation(APIView):
    """POST /api/v1/auth/two-factor/confirm — switches it on, and shows the backup codes; all other sign-ins end."""

    permission_classes = (Person,)

    @extend_schema(request=CodeIn, responses=BackupCodesOut)
    def post(self, request: SignedInRequest) -> Response:
        caller, wanted = request.auth, CodeIn.parse(request.data)
        session = session_of(caller)
        codes = confirm_second_factor(
            user_id=caller.user_id,
            authenticated_at=caller.authenticated_at,
            but=session or caller.family_id,
            code=wanted["code"],
        )
        response = Response(BackupCodesOut({"backup_codes": codes}).data)
        if session is not None:
            set_session_cookie(response, session)
        return response


class TwoFactorRemoval(APIView):
    """POST /api/v1/auth/two-factor/remove — switches it off, with a code."""

    permission_classes = (Person,)

    @extend_schema(request=CodeIn, responses={204: None})
    def post(self, request: SignedInRequest) -> Response:
        remove_second_factor(user_id=request.auth.user_id, **CodeIn.parse(request.data))
        return Response(status=204)


class BackupCodes(APIView):
    """POST /api/v1/auth/two-factor/backup-codes — ten new ones, with a code; earlier ones stop working."""

    permission_classes = (Person,)

    @extend_schema(request=CodeIn, responses=BackupCodesOut)
    def post(self, request: SignedInRequest) -> Response:
        codes = renew_backup_codes(user_id=request.auth.user_id, **CodeIn.parse(request.data))
        return Response(BackupCodesOut({"backup_codes": codes}).data)
