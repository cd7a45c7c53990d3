"""How the organization writes."""

from datetime import date, timedelta
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.contracts import Scope
from apps.accounts.protocols import SignedInRequest
from apps.transform.contracts import AnalyticsSummary, DayFigures, Share
from apps.transform.queries.analytics import MOST_DAYS, analytics_of
from tonebridge.resilience import clock
from tonebridge.rest.permissions import needs
from tonebridge.rest.serializers import StrictSerializer

DEFAULT_DAYS = 30


class AnalyticsQuery(StrictSerializer[Any]):
    """?from=&to= — days of UTC, both within."""

    to = serializers.DateField(required=False)
    vars()["from"] = serializers.DateField(required=False)  # the contract's name, which Python can't spell


class DayFiguresOut(serializers.Serializer[DayFigures]):
    """Figures for one day (UTC). Null if fewer than five people wrote."""

    day = serializers.DateField()
    transforms = serializers.IntegerField(allow_null=True)
    harshness_before = serializers.FloatField(allow_null=True)
    harshness_after = serializers.FloatField(allow_null=True)
    clarity_before = serializers.FloatField(allow_null=True)
    clarity_after = serializers.FloatField(allow_null=True)


class ShareOut(serializers.Serializer[Share]):
    """The number of transformations of one kind; null if it covers fewer than five people."""

    name = serializers.CharField()
    transforms = serializers.IntegerField(allow_null=True)


class AnalyticsOut(serializers.Serializer[AnalyticsSummary]):
    """The organization's figures. If fewer than five people wrote, every figure is null."""

    vars()["from"] = serializers.DateField(source="since")
    to = serializers.DateField(source="until")
    people = serializers.IntegerField(
        allow_null=True, help_text="Number of people, rounded down to a multiple of five."
    )
    transforms = serializers.IntegerField(allow_null=True)
    days = DayFiguresOut(many=True)
    types = ShareOut(many=True)
    tiers = ShareOut(many=True)
    verdicts = ShareOut(
        many=True, help_text="Results by the feedback given. The empty name counts results without feedback."
    )
    reasons = ShareOut(many=True, help_text="The most frequent reasons for changes, by code.")
    terms = ShareOut(
        many=True,
        help_text="The most frequent terms of the last 30 days. Message counts are rounded down to a multiple of five.",
    )


class Analytics(APIView):
    """GET /api/v1/analytics/summary"""

    permission_classes = (needs(Scope.HISTORY),)

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "from", OpenApiTypes.DATE, description="The first day (UTC). The default range is 30 days."
            ),
            OpenApiParameter(
                "to",
                OpenApiTypes.DATE,
                description=f"The last day (UTC), inclusive. The range is at most {MOST_DAYS} days.",
            ),
        ],
        responses=AnalyticsOut,
    )
    def get(self, request: SignedInRequest) -> Response:
        asked = AnalyticsQuery.parse(dict(request.query_params.items()))  # an empty day is none
        until: date = asked.get("to") or clock.now().date()
        since: date = asked.get("from") or until - timedelta(days=DEFAULT_DAYS - 1)
        return Response(AnalyticsOut(analytics_of(request.auth, since=since, until=until)).data)
