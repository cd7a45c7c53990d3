"""Words that recur in the organization's messages and wait for an explanation."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.contracts import Scope
from apps.accounts.protocols import SignedInRequest
from apps.transform.actions.approve_found_term import approve_found_term
from apps.transform.actions.dismiss_found_term import dismiss_found_term
from apps.transform.api.v1.glossary import GlossaryTermOut
from apps.transform.contracts import FoundTermDetails
from apps.transform.queries.found_terms import found_terms_of
from tonebridge.rest.permissions import needs
from tonebridge.rest.serializers import StrictSerializer


class FoundTermOut(serializers.Serializer[FoundTermDetails]):
    """A word that several people used in the last 30 days, and the number of messages with it. Authors and messages aren't shown."""

    id = serializers.UUIDField()
    term = serializers.CharField()
    language = serializers.ChoiceField(choices=["ja", "en"])
    messages = serializers.IntegerField()


class FoundTermsOut(serializers.Serializer[Any]):
    """Found terms, most frequent first."""

    items = FoundTermOut(many=True)


class FoundTermIn(StrictSerializer[Any]):
    """The word's meaning in plain words, and how results should treat it."""

    plain = serializers.CharField(max_length=200)
    definition = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    kind = serializers.ChoiceField(choices=["jargon", "forbidden", "preserve"], required=False)


class FoundTerms(APIView):
    """GET /api/v1/glossary/found"""

    permission_classes = (needs(Scope.ADMIN),)

    @extend_schema(responses=FoundTermsOut)
    def get(self, request: SignedInRequest) -> Response:
        return Response(FoundTermsOut({"items": found_terms_of(request.auth)}).data)


class FoundTermApprove(APIView):
    """POST /api/v1/glossary/found/{id}/approve"""

    permission_classes = (needs(Scope.ADMIN),)

    @extend_schema(request=FoundTermIn, responses={201: GlossaryTermOut})
    def post(self, request: SignedInRequest, found_id: UUID) -> Response:
        said = FoundTermIn.parse(request.data)
        return Response(
            GlossaryTermOut(approve_found_term(principal=request.auth, found_id=found_id, **said)).data, status=201
        )


class FoundTermDismiss(APIView):
    """POST /api/v1/glossary/found/{id}/dismiss"""

    permission_classes = (needs(Scope.ADMIN),)

    @extend_schema(request=None, responses={204: None})
    def post(self, request: SignedInRequest, found_id: UUID) -> Response:
        dismiss_found_term(principal=request.auth, found_id=found_id)
        return Response(status=204)
