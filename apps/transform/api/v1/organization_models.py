"""Models of an organization's own: an owner's to set."""

from typing import Any, get_args

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.contracts import Scope
from apps.accounts.protocols import SignedInRequest
from apps.transform.actions.remove_organization_model import remove_organization_model
from apps.transform.actions.set_organization_model import set_organization_model
from apps.transform.contracts import ModelChoice, ModelRungName, OrganizationModelDetails, Vendor
from apps.transform.queries.organization_models import organization_model_of
from tonebridge.rest.permissions import needs
from tonebridge.rest.serializers import StrictSerializer


class ModelIn(StrictSerializer[Any]):
    """A model. If `api_key` is omitted, the current key is kept, as long as the vendor and the address are unchanged."""

    vendor = serializers.ChoiceField(
        choices=get_args(Vendor), help_text="`openai` includes any server compatible with the OpenAI API."
    )
    model = serializers.CharField(max_length=200)
    base_url = serializers.CharField(
        max_length=500,
        required=False,
        allow_blank=True,
        help_text="An https address on the public internet. If empty, the vendor's own address is used.",
    )
    api_key = serializers.CharField(
        max_length=2_000, required=False, write_only=True, trim_whitespace=True, help_text="Write-only; never returned."
    )
    input_price = serializers.FloatField(
        min_value=0, max_value=1e6, required=False, help_text="US dollars per million tokens."
    )
    output_price = serializers.FloatField(
        min_value=0, max_value=1e6, required=False, help_text="US dollars per million tokens."
    )


class OrganizationModelOut(serializers.Serializer[OrganizationModelDetails]):
    """A model, without its key."""

    rung = serializers.ChoiceField(choices=get_args(ModelRungName))
    vendor = serializers.ChoiceField(choices=get_args(Vendor))
    model = serializers.CharField()
    base_url = serializers.CharField()
    has_key = serializers.BooleanField()
    input_price = serializers.FloatField()
    output_price = serializers.FloatField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class OrganizationModel(APIView):
    """GET, PUT, DELETE /api/v1/organization/models/primary and …/secondary"""

    permission_classes = (needs(Scope.ADMIN),)
    rung: ModelRungName = "primary"

    @extend_schema(responses=OrganizationModelOut)
    def get(self, request: SignedInRequest) -> Response:
        return Response(OrganizationModelOut(organization_model_of(request.auth, self.rung)).data)

    @extend_schema(request=ModelIn, responses=OrganizationModelOut)
    def put(self, request: SignedInRequest) -> Response:
        choice = ModelChoice(**ModelIn.parse(request.data))
        made = set_organization_model(principal=request.auth, rung=self.rung, choice=choice)
        return Response(OrganizationModelOut(made).data)

    @extend_schema(responses={204: None})
    def delete(self, request: SignedInRequest) -> Response:
        remove_organization_model(principal=request.auth, rung=self.rung)
        return Response(status=204)
