"""One's own data: to take along, and to have deleted."""

from typing import Any

from django.http import StreamingHttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.actions.close_account import close_account
from apps.accounts.api.address_limit import LimitedByAddress
from apps.accounts.api.permissions import Known
from apps.accounts.export_lines import export_lines
from apps.accounts.protocols import SignedInRequest
from tonebridge.rest.ndjson import NDJSON, Ndjson
from tonebridge.rest.serializers import StrictSerializer

ERASED_WITHIN_S = 60

LINE = inline_serializer(
    name="ExportLine",
    fields={
        "type": serializers.CharField(help_text="The kind of data, or `end` on the last line."),
        "data": serializers.JSONField(allow_null=True),
        "cursor": serializers.CharField(allow_null=True, help_text="Pass this as `?from=` to resume after this line."),
    },
)
ERASURE = inline_serializer(name="Erasure", fields={"erased_within_s": serializers.IntegerField()})


class Nothing(StrictSerializer[Any]):
    """Nothing is needed."""


class AccountErasureIn(StrictSerializer[Any]):
    """Your password, as confirmation."""

    password = serializers.CharField(max_length=128, trim_whitespace=False)


class OwnDataExport(APIView):
    """POST /api/v1/me/export — everything of the caller as JSON lines; a cut one is resumed with `?from=`."""

    permission_classes = (Known,)
    renderer_classes = (Ndjson, *APIView.renderer_classes)

    @extend_schema(
        request=None,
        parameters=[OpenApiParameter("from", str, description="The `cursor` of the last line received.")],
        responses={
            (200, NDJSON): OpenApiResponse(LINE, description="One object per line; the last has the type `end`.")
        },
    )
    def post(self, request: SignedInRequest) -> StreamingHttpResponse:
        Nothing.parse(request.data)
        lines = export_lines(principal=request.auth, cursor=request.query_params.get("from"))
        return StreamingHttpResponse(lines, content_type=NDJSON)


class OwnAccount(LimitedByAddress):
    """DELETE /api/v1/me — the caller leaves: locked out at once, deleted within a minute."""

    permission_classes = (Known,)
    purpose = "account-delete"

    @extend_schema(
        request=AccountErasureIn,
        responses={202: ERASURE},
    )
    def delete(self, request: SignedInRequest) -> Response:
        close_account(principal=request.auth, password=AccountErasureIn.parse(request.data)["password"])
        return Response({"erased_within_s": ERASED_WITHIN_S}, status=202)
