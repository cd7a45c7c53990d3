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
from apps.transform.queries.anonymity import FEWEST
from tonebridge.resilience import clock
from tonebridge.rest.permissions import needs
from tonebridge.rest.serializers import StrictSerializer

DEFAULT_DAYS = 30


class AnalyticsQuery(StrictSerializer[Any]):
    """?from=&to= — days of UTC, both within."""

    to = serializers.DateField(required=False)
    vars()["from"] = serializers.DateField(required=False)  # the contract's name, which Python can't spell


class DayFiguresOut(serializers.Serializer[DayFigures]):
    """One day. Null where fewer than five people wrote."""

    day = serializers.DateField()
    transforms = serializers.IntegerField(allow_null=True)
    harshness_before = serializers.FloatField(allow_null=True)
    harshness_after = serializers.FloatField(allow_null=True)
    clarity_before = serializers.FloatField(allow_null=True)
    clarity_after = serializers.FloatField(allow_null=True)


class ShareOut(serializers.Serializer[Share]):
    """How many transforms are of one kind; null where it would tell of fewer than five people."""

    name = serializers.CharField()
    transforms = serializers.IntegerField(allow_null=True)


class AnalyticsOut(serializers.Serializer[AnalyticsSummary]):
    """The organization's figures. Without five people who wrote, every one is null."""

    vars()["from"] = serializers.DateField(source="since")
    to = serializers.DateField(source="until")
    people = serializers.IntegerField(allow_null=True, help_text="At least so many: rounded down to fives.")
    transforms = serializers.IntegerField(allow_null=True)
    days = DayFiguresOut(many=True)
    types = ShareOut(many=True)
    tiers = ShareOut(many=True)
    verdicts = ShareOut(many=True, help_text="What became of results; an empty name counts those nobody spoke of.")
    reasons = ShareOut(many=True, help_text="The most frequent reasons of changes, by code.")
    terms = ShareOut(many=True, help_text="The most frequent terms of the last 30 days, in messages, down to fives.")


class Analytics(APIView):
    """GET /api/v1/analytics/summary"""

    permission_classes = (needs(Scope.HISTORY),)

    @extend_schema(
        operation_id="get_analytics",
        tags=["usage"],
        parameters=[
            OpenApiParameter("from", OpenApiTypes.DATE, description="The first day, of UTC; 30 days by default."),
            OpenApiParameter("to", OpenApiTypes.DATE, description=f"The last day; at most {MOST_DAYS} days in all."),
        ],
        responses=AnalyticsOut,
        description=f"No figure stands for fewer than {FEWEST} people, nor can one be worked out: the range grows to whole weeks, "
        "Monday to Sunday or today, and `from` and `to` of the answer say which.",
    )
    def get(self, request: SignedInRequest) -> Response:
        asked = AnalyticsQuery.parse(dict(request.query_params.items()))  # an empty day is none
        until: date = asked.get("to") or clock.now().date()
        since: date = asked.get("from") or until - timedelta(days=DEFAULT_DAYS - 1)
        return Response(AnalyticsOut(analytics_of(request.auth, since=since, until=until)).data)
