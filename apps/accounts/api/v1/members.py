"""Members of the organization: roles, going, and the owner's place."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.actions.change_member_role import change_member_role
from apps.accounts.actions.hand_over_organization import hand_over_organization
from apps.accounts.actions.leave_organization import leave_organization
from apps.accounts.actions.remove_member import remove_member
from apps.accounts.api.permissions import Person, SignedIn
from apps.accounts.api.v1.organization import MemberOut
from apps.accounts.api.v1.users import ROLES, NothingIn
from apps.accounts.contracts import Role
from apps.accounts.protocols import SignedInRequest
from tonebridge.rest.serializers import StrictSerializer


class MemberChange(StrictSerializer[Any]):
    """The member's new role."""

    role = serializers.ChoiceField(choices=ROLES)


class HandOverIn(StrictSerializer[Any]):
    """The member who becomes the owner."""

    user_id = serializers.UUIDField()


class Member(APIView):
    """PATCH, DELETE /api/v1/organization/members/{user_id}"""

    permission_classes = (SignedIn,)

    @extend_schema(request=MemberChange, responses=MemberOut)
    def patch(self, request: SignedInRequest, user_id: UUID) -> Response:
        role = Role(MemberChange.parse(request.data)["role"])
        return Response(MemberOut(change_member_role(principal=request.auth, user_id=user_id, role=role)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: SignedInRequest, user_id: UUID) -> Response:
        remove_member(principal=request.auth, user_id=user_id)
        return Response(status=204)


class Leaving(APIView):
    """POST /api/v1/organization/leave — the last owner can't."""

    permission_classes = (Person,)

    @extend_schema(request=None, responses={204: None})
    def post(self, request: SignedInRequest) -> Response:
        NothingIn.parse(request.data)
        leave_organization(principal=request.auth)
        return Response(status=204)


class HandOver(APIView):
    """POST /api/v1/organization/hand-over — a colleague becomes the owner, the caller an administrator."""

    permission_classes = (Person,)

    @extend_schema(request=HandOverIn, responses={204: None})
    def post(self, request: SignedInRequest) -> Response:
        hand_over_organization(principal=request.auth, **HandOverIn.parse(request.data))
        return Response(status=204)
