"""Invitations to the organization."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.actions.accept_invitation import accept_invitation
from apps.accounts.actions.invite_member import invite_member
from apps.accounts.actions.revoke_invitation import revoke_invitation
from apps.accounts.api.permissions import Person, SignedIn
from apps.accounts.api.session_cookie import session_of, set_session_cookie
from apps.accounts.api.v1.emails import LinkTokenIn
from apps.accounts.api.v1.users import ROLES
from apps.accounts.contracts import InvitationDetails, Role
from apps.accounts.protocols import SignedInRequest
from apps.accounts.queries.invitations import invitations_of
from tonebridge.rest.pagination import PAGE_PARAMETERS, page_schema, read_page_request, show_page
from tonebridge.rest.serializers import StrictSerializer


class InvitationIn(StrictSerializer[Any]):
    """The email address to invite, and the role. The owner role can only be transferred, not offered in an invitation."""

    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(choices=ROLES, default=Role.MEMBER.value)


class InvitationOut(serializers.Serializer[InvitationDetails]):
    """An open invitation. Its link is only in the email."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    role = serializers.ChoiceField(choices=ROLES)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


class Invitations(APIView):
    """GET, POST /api/v1/organization/invitations"""

    permission_classes = (SignedIn,)

    @extend_schema(
        parameters=PAGE_PARAMETERS,
        responses=page_schema(InvitationOut),
    )
    def get(self, request: SignedInRequest) -> Response:
        page = read_page_request(request.query_params, scope=f"invitations:{request.auth.organization_id}")
        return Response(show_page(invitations_of(request.auth, page), InvitationOut()))

    @extend_schema(request=InvitationIn, responses={201: InvitationOut})
    def post(self, request: SignedInRequest) -> Response:
        wanted = InvitationIn.parse(request.data)
        invited = invite_member(principal=request.auth, email=wanted["email"], role=Role(wanted["role"]))
        return Response(InvitationOut(invited).data, status=201)


class Invitation(APIView):
    """DELETE /api/v1/organization/invitations/{id}"""

    permission_classes = (SignedIn,)

    @extend_schema(responses={204: None})
    def delete(self, request: SignedInRequest, invitation_id: UUID) -> Response:
        revoke_invitation(principal=request.auth, invitation_id=invitation_id)
        return Response(status=204)


class Acceptance(APIView):
    """POST /api/v1/organization/invitations/accept — join, as the user it was sent to; sign in anew to work there."""

    permission_classes = (Person,)

    @extend_schema(request=LinkTokenIn, responses={204: None})
    def post(self, request: SignedInRequest) -> Response:
        caller, session = request.auth, session_of(request.auth)
        own = session or caller.family_id
        claimed = accept_invitation(user_id=caller.user_id, but=own, **LinkTokenIn.parse(request.data))
        response = Response(status=204)
        if claimed and session is not None:
            set_session_cookie(response, session)
        return response
