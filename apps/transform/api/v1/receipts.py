"""Receipts of results."""

from typing import Any, get_args
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.contracts import Scope
from apps.accounts.protocols import SignedInRequest
from apps.transform.actions.issue_receipt import issue_receipt
from apps.transform.contracts import IssuedReceipt, Tier, TransformationType
from tonebridge.rest.permissions import needs


class DisclosureOut(serializers.Serializer[Any]):
    """A call to a model: who was asked, and the message as it left, personal data masked. Texts are empty where nothing is kept."""

    tier = serializers.ChoiceField(choices=get_args(Tier))
    vendor = serializers.CharField()
    model = serializers.CharField()
    host = serializers.CharField()
    answered = serializers.BooleanField()
    characters = serializers.IntegerField()
    sha256 = serializers.CharField(help_text="Of `message`.")
    hidden = serializers.DictField(child=serializers.IntegerField(), help_text="What was masked, by kind.")
    message = serializers.CharField()
    message_context = serializers.CharField(help_text="Roles, background and words of the organization, as they left.")


class WriterOut(serializers.Serializer[Any]):
    """Who wrote the result."""

    name = serializers.CharField()
    model = serializers.CharField()
    version = serializers.CharField()
    prompt_version = serializers.CharField(allow_null=True)
    reused_from = serializers.CharField(help_text="Of an earlier result that was used again: `own` or `colleague`.")


class KeptOut(serializers.Serializer[Any]):
    """What is kept of the message, and until when; null: as long as a legal hold lasts."""

    text = serializers.BooleanField()
    days = serializers.IntegerField()
    until = serializers.DateTimeField(allow_null=True)
    legal_hold = serializers.BooleanField()


class DigestsOut(serializers.Serializer[Any]):
    """SHA-256 of both texts in UTF-8, hexadecimal."""

    original = serializers.CharField()
    result = serializers.CharField()


class ClaimsOut(serializers.Serializer[Any]):
    """What the receipt says. Versions and digests are null for results from before receipts."""

    iss = serializers.CharField()
    sub = serializers.UUIDField(help_text="The result.")
    org = serializers.UUIDField()
    iat = serializers.IntegerField(help_text="When the receipt was issued: seconds since 1970.")
    created_at = serializers.DateTimeField()
    transformation_type = serializers.ChoiceField(choices=[kind.value for kind in TransformationType])
    intensity = serializers.IntegerField()
    language = serializers.ChoiceField(choices=["ja", "en"])
    tier = serializers.ChoiceField(choices=get_args(Tier))
    degraded = serializers.BooleanField()
    degraded_reason = serializers.CharField(allow_null=True)
    provider = WriterOut()
    rulebook_version = serializers.CharField(allow_null=True)
    glossary_version = serializers.CharField(allow_null=True)
    left_the_machine = DisclosureOut(many=True, allow_null=True, help_text="Empty: nothing did.")
    kept = KeptOut()
    sha256 = DigestsOut(allow_null=True)


class ReceiptOut(serializers.Serializer[IssuedReceipt]):
    """A receipt: a compact JWS (RS256) under a key of `/.well-known/jwks.json`, and what it says."""

    jws = serializers.CharField()
    claims = ClaimsOut()


class TransformReceipt(APIView):
    """GET /api/v1/transform/{id}/receipt — who wrote it, what left the machine, what is kept; signed."""

    permission_classes = (needs(Scope.TRANSFORM),)

    @extend_schema(operation_id="transform_receipt", tags=["transform"], responses=ReceiptOut)
    def get(self, request: SignedInRequest, transformation_id: UUID) -> Response:
        issued = issue_receipt(principal=request.auth, transformation_id=transformation_id)
        return Response({"jws": issued.jws, "claims": issued.claims})
