"""What was done in the organization, for those who run it."""

from collections.abc import Iterator
from dataclasses import asdict

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.permissions import needs
from apps.accounts.contracts import AuditEntry, AuditFilter, Scope
from apps.accounts.protocols import SignedInRequest
from apps.accounts.queries.audit import audit_page, whole_audit
from tonebridge.rest.ndjson import NDJSON, Ndjson, ndjson_line
from tonebridge.rest.pagination import PAGE_PARAMETERS, page_schema, read_page_request, show_page
from tonebridge.rest.serializers import StrictSerializer

FILTERS = [
    OpenApiParameter("actor", OpenApiTypes.UUID, description="Only entries of this user."),
    OpenApiParameter(
        "action",
        OpenApiTypes.STR,
        description="An action, such as `api_key.revoked`, or a prefix, such as `api_key`, for all actions of that kind.",
    ),
    OpenApiParameter("from", OpenApiTypes.DATETIME, description="Only entries at or after this time."),
    OpenApiParameter("to", OpenApiTypes.DATETIME, description="Only entries before this time."),
]


class AuditQuery(StrictSerializer[AuditFilter]):
    """?actor=&action=&from=&to="""

    actor = serializers.UUIDField(required=False)
    action = serializers.RegexField(r"\A[a-z_]{1,30}(\.[a-z_]{1,29})?\Z", required=False)
    to = serializers.DateTimeField(required=False)
    vars()["from"] = serializers.DateTimeField(required=False)  # the name in the URL, which Python can't spell


class AuditEntryOut(serializers.Serializer[AuditEntry]):
    """One audited action. `hash` chains the entry to the one before, whose hash is `previous`."""

    position = serializers.IntegerField()
    at = serializers.DateTimeField()
    organization_id = serializers.UUIDField()
    actor_id = serializers.UUIDField(allow_null=True)
    credential = serializers.CharField()
    action = serializers.CharField()
    subject = serializers.CharField()
    request_id = serializers.CharField()
    address = serializers.CharField(allow_null=True)
    address_digest = serializers.CharField()
    previous = serializers.CharField()
    hash = serializers.CharField()


class Audit(APIView):
    """GET /api/v1/audit — the newest first."""

    permission_classes = (needs(Scope.ADMIN),)

    @extend_schema(
        parameters=[*FILTERS, *PAGE_PARAMETERS],
        responses=page_schema(AuditEntryOut),
    )
    def get(self, request: SignedInRequest) -> Response:
        page = read_page_request(request.query_params, scope=f"audit:{request.auth.organization_id}")
        found = audit_page(request.auth, audit_filter(request), page)
        return Response(show_page(found, AuditEntryOut()))


class AuditExport(APIView):
    """GET /api/v1/audit/export — all of it as JSON lines, the oldest first: the chain can be checked elsewhere."""

    permission_classes = (needs(Scope.ADMIN),)
    renderer_classes = (Ndjson, *APIView.renderer_classes)

    @extend_schema(
        parameters=FILTERS,
        responses={(200, NDJSON): OpenApiResponse(AuditEntryOut, description="One entry per line.")},
    )
    def get(self, request: SignedInRequest) -> StreamingHttpResponse:
        entries = whole_audit(request.auth, audit_filter(request))
        return StreamingHttpResponse(_lines(entries), content_type=NDJSON)


def audit_filter(request: SignedInRequest) -> AuditFilter:
    """The filter of the query string. Raises DRF's ValidationError."""
    known = {
        name: request.query_params[name] for name in ("actor", "action", "from", "to") if name in request.query_params
    }
    values = AuditQuery.parse(known)
    return AuditFilter(
        actor_id=values.get("actor"),
        action=values.get("action", ""),
        since=values.get("from"),
        until=values.get("to"),
    )


def _lines(entries: Iterator[AuditEntry]) -> Iterator[bytes]:
    for entry in entries:
        yield ndjson_line(asdict(entry))
