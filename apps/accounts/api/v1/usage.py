"""What the organization has used."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.permissions import SignedIn
from apps.accounts.api.v1.users import PlanOut
from apps.accounts.contracts import PeriodUsage, UsageReport
from apps.accounts.protocols import SignedInRequest
from apps.accounts.queries.usage import usage_of


class PeriodUsageOut(serializers.Serializer[PeriodUsage]):
    """Messages (`used`) and characters in the current period; a null limit means unlimited. A minute's limit is of requests."""

    used = serializers.IntegerField()
    characters = serializers.IntegerField()
    limit = serializers.IntegerField(allow_null=True)
    resets_at = serializers.DateTimeField()


class UsageOut(serializers.Serializer[UsageReport]):
    """Usage in the current minute, day and month (UTC), with the plan's limits."""

    plan = PlanOut()
    minute = PeriodUsageOut()
    day = PeriodUsageOut()
    month = PeriodUsageOut()


class Usage(APIView):
    """GET /api/v1/usage"""

    permission_classes = (SignedIn,)

    @extend_schema(responses=UsageOut)
    def get(self, request: SignedInRequest) -> Response:
        return Response(UsageOut(usage_of(request.auth)).data)
