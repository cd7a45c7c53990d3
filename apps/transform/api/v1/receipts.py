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
from apps.transform.contracts import Checked, IssuedReceipt, Tier, TransformationType
from tonebridge.rest.permissions import needs


class DisclosureOut(serializers.Serializer[Any]):
    """A call to a model: which model, and the message as sent, with personal data masked. Texts are empty if nothing is stored."""

    tier = serializers.ChoiceField(choices=get_args(Tier))
    vendor = serializers.CharField()
    model = serializers.CharField()
    host = serializers.CharField()
    answered = serializers.BooleanField()
    characters = serializers.IntegerField()
    sha256 = serializers.CharField(help_text="SHA-256 of `message` in UTF-8, hexadecimal.")
    hidden = serializers.DictField(child=serializers.IntegerField(), help_text="Number of masked items by kind.")
    message = serializers.CharField()
    message_context = serializers.CharField(help_text="Roles, background and glossary terms, as sent to the model.")


class WriterOut(serializers.Serializer[Any]):
    """The writer of the result."""

    name = serializers.CharField()
    model = serializers.CharField()
    version = serializers.CharField()
    prompt_version = serializers.CharField(allow_null=True)
    reused_from = serializers.CharField(help_text="Whose result was reused, `own` or `colleague`; empty if none was.")


class KeptOut(serializers.Serializer[Any]):
    """What is stored of the message. `until` is null while a legal hold applies."""

    text = serializers.BooleanField()
    days = serializers.IntegerField()
    until = serializers.DateTimeField(allow_null=True)
    legal_hold = serializers.BooleanField()


class DigestsOut(serializers.Serializer[Any]):
    """SHA-256 digests of the original and the result in UTF-8, hexadecimal."""

    original = serializers.CharField()
    result = serializers.CharField()


class ClaimsOut(serializers.Serializer[Any]):
    """The receipt's claims. Versions and digests are null for results created before receipts were introduced."""

    iss = serializers.CharField()
    sub = serializers.UUIDField(help_text="ID of the result.")
    org = serializers.UUIDField()
    iat = serializers.IntegerField(help_text="When the receipt was issued, as a Unix timestamp in seconds.")
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
    checked = serializers.ChoiceField(
        choices=get_args(Checked),
        allow_null=True,
        help_text="What was compared with the original: `values` (numbers, dates, names, quotations, code), or the meaning, too.",
    )
    left_the_machine = DisclosureOut(
        many=True,
        allow_null=True,
        help_text="Calls to models, with the data sent. Empty if no data left the machine; null for results created before receipts were introduced.",
    )
    kept = KeptOut()
    sha256 = DigestsOut(allow_null=True)


class ReceiptOut(serializers.Serializer[IssuedReceipt]):
    """A receipt: a compact JWS (RS256), signed with a key from `/.well-known/jwks.json`, and its claims."""

    jws = serializers.CharField()
    claims = ClaimsOut()


class TransformReceipt(APIView):
    """GET /api/v1/transform/{id}/receipt — who wrote it, what left the machine, what is kept; signed."""

    permission_classes = (needs(Scope.TRANSFORM),)

    @extend_schema(responses=ReceiptOut)
    def get(self, request: SignedInRequest, transformation_id: UUID) -> Response:
        issued = issue_receipt(principal=request.auth, transformation_id=transformation_id)
        return Response({"jws": issued.jws, "claims": issued.claims})
