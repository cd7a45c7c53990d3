"""The caller's organization and its members."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.actions.close_organization import close_organization
from apps.accounts.actions.update_organization import update_organization
from apps.accounts.api.permissions import SignedIn
from apps.accounts.api.v1.own_data import ERASED_WITHIN_S, ERASURE
from apps.accounts.api.v1.users import ROLES, SUSPICIONS, OrganizationOut
from apps.accounts.contracts import RETENTION_CHOICES, OrganizationMember
from apps.accounts.protocols import SignedInRequest
from apps.accounts.queries.organizations import members_of, organization_of
from tonebridge.rest.pagination import PAGE_PARAMETERS, page_schema, read_page_request, show_page
from tonebridge.rest.serializers import StrictSerializer


class OrganizationChange(StrictSerializer[Any]):
    """The fields to update. `retention_days` 0 stores no text. Only the owner can change `retention_days` and `no_training`."""

    name = serializers.CharField(max_length=120, required=False)
    retention_days = serializers.ChoiceField(choices=RETENTION_CHOICES, required=False)
    no_training = serializers.BooleanField(required=False)
    shares_results = serializers.BooleanField(
        required=False,
        help_text="Whether an earlier result may be reused for a colleague's equivalent message if all writers fail.",
    )
    suspected_orders = serializers.ChoiceField(
        choices=SUSPICIONS,
        required=False,
        help_text="What to do with a message that appears to contain instructions for a model: warn, refuse it, or use rules only.",
    )


class OrganizationErasureIn(StrictSerializer[Any]):
    """The organization's name, as confirmation."""

    name = serializers.CharField(max_length=120, trim_whitespace=False)


class MemberOut(serializers.Serializer[OrganizationMember]):
    """A member of the organization."""

    user_id = serializers.UUIDField()
    email = serializers.EmailField()
    full_name = serializers.CharField()
    role = serializers.ChoiceField(choices=ROLES)
    joined_at = serializers.DateTimeField()


class Organization(APIView):
    """GET, PATCH, DELETE /api/v1/organization"""

    permission_classes = (SignedIn,)

    @extend_schema(responses=OrganizationOut)
    def get(self, request: SignedInRequest) -> Response:
        return Response(OrganizationOut(organization_of(request.auth)).data)

    @extend_schema(request=OrganizationChange, responses=OrganizationOut)
    def patch(self, request: SignedInRequest) -> Response:
        changes = OrganizationChange.parse(request.data, partial=True)
        return Response(OrganizationOut(update_organization(principal=request.auth, **changes)).data)

    @extend_schema(
        request=OrganizationErasureIn,
        responses={202: ERASURE},
    )
    def delete(self, request: SignedInRequest) -> Response:
        close_organization(principal=request.auth, name=OrganizationErasureIn.parse(request.data)["name"])
        return Response({"erased_within_s": ERASED_WITHIN_S}, status=202)


class Members(APIView):
    """GET /api/v1/organization/members"""

    permission_classes = (SignedIn,)

    @extend_schema(parameters=PAGE_PARAMETERS, responses=page_schema(MemberOut))
    def get(self, request: SignedInRequest) -> Response:
        page = read_page_request(request.query_params, scope=f"members:{request.auth.organization_id}")
        return Response(show_page(members_of(request.auth, page), MemberOut()))
