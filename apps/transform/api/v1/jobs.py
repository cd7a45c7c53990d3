"""Many messages at once, and what became of them."""

import json
from typing import Any
from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.contracts import Scope
from apps.accounts.protocols import SignedInRequest
from apps.accounts.queries.standing_rights import Privilege, ensure_verified
from apps.transform.actions.cancel_batch import cancel_batch
from apps.transform.actions.import_batch import import_batch
from apps.transform.actions.submit_batch import submit_batch
from apps.transform.batch_files.downloads import FORMS, download
from apps.transform.batch_files.writing import shown
from apps.transform.bodies import KEPT_NOT
from apps.transform.contracts import BatchSource, BatchWanted
from apps.transform.live.job_shapes import JobOut, OutcomeOut, OutcomesPage, shown_job
from apps.transform.queries.batches import batch_of, batches_page, outcomes_page
from tonebridge.errors import FieldError, ValidationFailed
from tonebridge.pages.language import page_language
from tonebridge.rest.pagination import PAGE_PARAMETERS, page_schema, read_page_request
from tonebridge.rest.permissions import needs
from tonebridge.rest.serializers import StrictSerializer

MOST_ITEMS = 100
LOCATION = OpenApiParameter(
    "Location", str, OpenApiParameter.HEADER, response=[202], description="The path of the job."
)


class BatchIn(StrictSerializer[Any]):
    """Bodies of POST /transform. An invalid one gets a problem in its place; the others are still processed."""

    items = serializers.ListField(child=serializers.DictField(), min_length=1, max_length=MOST_ITEMS)


class Batch(APIView):
    """POST /api/v1/transform/batch — up to 100 messages, done shortly."""

    permission_classes = (needs(Scope.TRANSFORM),)

    @extend_schema(parameters=[LOCATION], request=BatchIn, responses={202: JobOut})
    def post(self, request: SignedInRequest) -> Response:
        items = tuple(BatchIn.parse(request.data)["items"])
        wanted = BatchWanted(items, BatchSource.LIST, reader_language=_reader_language(request))
        return _accepted(submit_batch(principal=request.auth, wanted=wanted))


class ImportIn(StrictSerializer[Any]):
    """A file of up to 10,000 messages: CSV with a header, or JSON Lines, in UTF-8, UTF-16 or Shift_JIS.

    `mapping` is a JSON object from field to column, for columns that aren't recognized by name. The other fields are
    defaults for rows that don't set them. All columns are returned with the results, except the message and its ID, which
    are returned as `original_text` and `id`.
    """

    file = serializers.FileField(max_length=200)
    mapping = serializers.CharField(required=False, max_length=5_000)
    transformation_type = serializers.CharField(required=False, max_length=40)
    intensity = serializers.IntegerField(required=False)
    language = serializers.CharField(required=False, max_length=4)
    sender_role = serializers.CharField(required=False, max_length=100)
    receiver_role = serializers.CharField(required=False, max_length=100)
    store = serializers.BooleanField(required=False, help_text=KEPT_NOT)


class ImportFile(APIView):
    """POST /api/v1/jobs/import — a file of messages, done when there is time."""

    permission_classes = (needs(Scope.TRANSFORM),)
    parser_classes = (MultiPartParser,)

    @extend_schema(parameters=[LOCATION], request={"multipart/form-data": ImportIn}, responses={202: JobOut})
    def post(self, request: SignedInRequest) -> Response:
        ensure_verified(request.auth, Privilege.IMPORTS)  # before the file is read
        given = ImportIn.parse(request.data)
        file, mapping = given.pop("file"), _mapping(given.pop("mapping", "{}"))
        made = import_batch(
            principal=request.auth,
            content=file.read(),
            name=file.name or "",
            mapping=mapping,
            defaults=defaults_of(given),
            reader_language=_reader_language(request),
        )
        return _accepted(made)


class Jobs(APIView):
    """GET /api/v1/jobs — one's own, the newest first."""

    permission_classes = (needs(Scope.TRANSFORM),)

    @extend_schema(parameters=PAGE_PARAMETERS, responses=page_schema(JobOut))
    def get(self, request: SignedInRequest) -> Response:
        page = read_page_request(request.query_params, scope=f"jobs:{request.auth.user_id}")
        found = batches_page(request.auth, page)
        return Response({"items": [shown_job(each) for each in found.items], "next_cursor": found.next_cursor})


class Job(APIView):
    """GET /api/v1/jobs/{id}"""

    permission_classes = (needs(Scope.TRANSFORM),)

    @extend_schema(responses=JobOut)
    def get(self, request: SignedInRequest, job_id: UUID) -> Response:
        return Response(shown_job(batch_of(request.auth, job_id)))


class JobCancel(APIView):
    """POST /api/v1/jobs/{id}/cancel — what is done stays done."""

    permission_classes = (needs(Scope.TRANSFORM),)

    @extend_schema(request=None, responses=JobOut)
    def post(self, request: SignedInRequest, job_id: UUID) -> Response:
        return Response(shown_job(cancel_batch(principal=request.auth, job_id=job_id)))


class JobResults(APIView):
    """GET /api/v1/jobs/{id}/results — what is over so far, by index."""

    permission_classes = (needs(Scope.TRANSFORM),)

    @extend_schema(parameters=PAGE_PARAMETERS, responses=OutcomesPage)
    def get(self, request: SignedInRequest, job_id: UUID) -> Response:
        page = read_page_request(request.query_params, scope=f"results:{request.auth.user_id}:{job_id}")
        found = outcomes_page(request.auth, job_id, page)
        return Response(
            {
                "items": [shown(each.read_in(_reader_language(request))) for each in found.items],
                "next_cursor": found.next_cursor,
            }
        )


class JobDownload(APIView):
    """GET /api/v1/jobs/{id}/results/download?form=csv — all of it as a file: CSV for spreadsheets, or JSON lines."""

    permission_classes = (needs(Scope.TRANSFORM),)

    @extend_schema(
        parameters=[OpenApiParameter("form", str, enum=list(FORMS), default="csv")],
        responses={(200, "text/csv"): str, (200, "application/x-ndjson"): OutcomeOut},
    )
    def get(self, request: SignedInRequest, job_id: UUID) -> StreamingHttpResponse:
        form, language = request.query_params.get("form", "csv"), _reader_language(request)
        return download(request.auth, job_id, form, language=language)


def defaults_of(given: dict[str, Any]) -> dict[str, Any]:
    """What the caller said for all rows, in the form of a body."""
    found: dict[str, Any] = {
        name: given[name] for name in ("transformation_type", "intensity", "language", "store") if name in given
    }
    context = {name: given[name] for name in ("sender_role", "receiver_role") if given.get(name)}
    return {"transformation_type": "soften", **found, **({"context": context} if context else {})}


def _accepted(made: Any) -> Response:
    shown_as = shown_job(made)
    return Response(shown_as, status=202, headers={"Location": f"/api/v1/jobs/{shown_as['id']}"})


def _mapping(text: str) -> dict[str, str]:
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        detail = _("Use a JSON object that maps the name of each field to the name of its column.")
        raise ValidationFailed(fields=(FieldError("mapping", "invalid", detail),))
    return found


def _reader_language(request: SignedInRequest) -> str:
    """The language of reasons and problems where the caller names one; else each message's own."""
    return page_language() if request.headers.get("Accept-Language") else ""
