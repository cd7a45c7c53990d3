"""History: what one has transformed."""

from typing import Any, get_args
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from pydantic import TypeAdapter
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.contracts import Scope
from apps.accounts.protocols import SignedInRequest
from apps.transform.actions.delete_transformation import delete_transformation
from apps.transform.actions.give_feedback import give_feedback
from apps.transform.bodies import RESULT_MAX
from apps.transform.contracts import (
    HistoryFilter,
    HistoryItem,
    SimilarItem,
    Tier,
    TransformationType,
    UnsurePassage,
    Verdict,
)
from apps.transform.queries.history import details_of, history_page
from apps.transform.queries.similar import similar_to
from tonebridge.rest.pagination import PAGE_PARAMETERS, Page, page_schema, read_page_request
from tonebridge.rest.permissions import needs
from tonebridge.rest.serializers import StrictSerializer

JSON = "application/json"
TYPES = [kind.value for kind in TransformationType]


class HistoryQuery(StrictSerializer[HistoryFilter]):
    """?type=&from=&to=&q="""

    type = serializers.ChoiceField(choices=TYPES, required=False)
    q = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    to = serializers.DateTimeField(required=False)
    vars()["from"] = serializers.DateTimeField(required=False)  # the contract's name, which Python can't spell


class HistoryItemOut(serializers.Serializer[HistoryItem]):
    """A transformation, as shown in a list."""

    id = serializers.UUIDField()
    transformation_type = serializers.ChoiceField(choices=TYPES)
    intensity = serializers.IntegerField()
    language = serializers.ChoiceField(choices=["ja", "en"])
    tier = serializers.ChoiceField(choices=get_args(Tier))
    original_text = serializers.CharField()
    transformed_text = serializers.CharField()
    verdict = serializers.ChoiceField(choices=[v.value for v in Verdict], allow_null=True)
    created_at = serializers.DateTimeField()


class UnsurePassageOut(serializers.Serializer[UnsurePassage]):
    """A passage of the original that somebody should look at. Spans count code points."""

    start = serializers.IntegerField()
    end = serializers.IntegerField()
    text = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class HistoryDetailsOut(HistoryItemOut):
    """A transformation. `unsure` are passages of it that the rules couldn't improve or aren't sure about."""

    unsure = UnsurePassageOut(many=True)


PAGE = TypeAdapter(Page[HistoryItem])
"""Writes a page as `HistoryItemOut` would, item by item, in a tenth of its time."""


class SimilarItemOut(serializers.Serializer[SimilarItem]):
    """A similar transformation. `similarity` is a cosine, from -1 to 1."""

    item = HistoryItemOut()
    similarity = serializers.FloatField(min_value=-1, max_value=1)


class SimilarOut(serializers.Serializer[Any]):
    """Similar transformations, most similar first."""

    items = SimilarItemOut(many=True)


class FeedbackIn(StrictSerializer[Any]):
    """What you did with a result."""

    verdict = serializers.ChoiceField(choices=[v.value for v in Verdict])
    final_text = serializers.CharField(max_length=RESULT_MAX, required=False, allow_blank=True, trim_whitespace=False)
    rejected_changes = serializers.ListField(
        child=serializers.CharField(max_length=20), max_length=1_000, required=False
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["verdict"] == Verdict.EDITED.value and not attrs.get("final_text"):
            raise serializers.ValidationError({"final_text": _("Enter the text that you sent.")}, "missing")
        return attrs


class History(APIView):
    """GET /api/v1/history — one's own transforms, newest first."""

    permission_classes = (needs(Scope.HISTORY),)

    @extend_schema(
        parameters=[
            OpenApiParameter("type", OpenApiTypes.STR, enum=TYPES),
            OpenApiParameter("from", OpenApiTypes.DATETIME, description="Only entries at or after this time."),
            OpenApiParameter("to", OpenApiTypes.DATETIME, description="Only entries before this time."),
            OpenApiParameter("q", OpenApiTypes.STR, description="Text to search for in the original and the result."),
            *PAGE_PARAMETERS,
        ],
        responses=page_schema(HistoryItemOut),
    )
    def get(self, request: SignedInRequest) -> HttpResponse:
        wanted = filter_of(request)
        page = read_page_request(request.query_params, scope=f"history:{request.auth.user_id}")
        found = history_page(request.auth, wanted, page)
        return HttpResponse(PAGE.dump_json(found), JSON)


class HistoryEntry(APIView):
    """GET, DELETE /api/v1/history/{id}"""

    permission_classes = (needs(Scope.HISTORY),)

    @extend_schema(responses=HistoryDetailsOut)
    def get(self, request: SignedInRequest, transformation_id: UUID) -> Response:
        return Response(HistoryDetailsOut(details_of(request.auth, transformation_id)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: SignedInRequest, transformation_id: UUID) -> Response:
        delete_transformation(principal=request.auth, transformation_id=transformation_id)
        return Response(status=204)


class HistorySimilar(APIView):
    """GET /api/v1/history/{id}/similar — one's own transforms that are like this one."""

    permission_classes = (needs(Scope.HISTORY),)

    @extend_schema(responses=SimilarOut)
    def get(self, request: SignedInRequest, transformation_id: UUID) -> Response:
        return Response(SimilarOut({"items": similar_to(request.auth, transformation_id)}).data)


class HistoryFeedback(APIView):
    """POST /api/v1/history/{id}/feedback — accepted, edited or rejected."""

    permission_classes = (needs(Scope.HISTORY),)

    @extend_schema(request=FeedbackIn, responses=HistoryItemOut)
    def post(self, request: SignedInRequest, transformation_id: UUID) -> Response:
        said = FeedbackIn.parse(request.data)
        item = give_feedback(
            principal=request.auth,
            transformation_id=transformation_id,
            verdict=Verdict(said["verdict"]),
            final_text=said.get("final_text", ""),
            rejected_changes=tuple(said.get("rejected_changes", ())),
        )
        return Response(HistoryItemOut(item).data)


def filter_of(request: SignedInRequest) -> HistoryFilter:
    """The filter of the query string. Raises DRF's ValidationError."""
    known = {name: request.query_params[name] for name in ("type", "from", "to", "q") if name in request.query_params}
    if not known:
        return HistoryFilter()
    values = HistoryQuery.parse(known)
    kind = values.get("type")
    return HistoryFilter(
        transformation_type=TransformationType(kind) if kind else None,
        since=values.get("from"),
        until=values.get("to"),
        text=values["q"].strip(),
    )
