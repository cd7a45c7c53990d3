"""The organization's words."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.contracts import Scope
from apps.accounts.protocols import SignedInRequest
from apps.accounts.queries.standing_rights import Privilege, ensure_verified
from apps.transform.actions.add_glossary_term import add_glossary_term
from apps.transform.actions.change_glossary_term import change_glossary_term
from apps.transform.actions.delete_glossary_term import delete_glossary_term
from apps.transform.actions.import_glossary import import_glossary
from apps.transform.contracts import GlossaryEntry, GlossaryImport, GlossaryTermDetails, ImportProblem
from apps.transform.queries.glossary import glossary_csv, glossary_page, glossary_term_of
from tonebridge.rest.pagination import PAGE_PARAMETERS, page_schema, read_page_request, show_page
from tonebridge.rest.permissions import needs
from tonebridge.rest.serializers import StrictSerializer


class GlossaryTermIn(StrictSerializer[Any]):
    """A term to add to the glossary."""

    term = serializers.CharField(max_length=100)
    language = serializers.ChoiceField(choices=["ja", "en"])
    plain = serializers.CharField(max_length=200, required=False, allow_blank=True)
    definition = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    kind = serializers.ChoiceField(choices=["jargon", "forbidden", "preserve"], required=False)


class GlossaryTermChange(GlossaryTermIn):
    """The fields to update. `status: approved` activates a candidate."""

    status = serializers.ChoiceField(choices=["approved", "candidate"], required=False)


class GlossaryTermOut(serializers.Serializer[GlossaryTermDetails]):
    """A glossary term."""

    id = serializers.UUIDField()
    term = serializers.CharField()
    language = serializers.ChoiceField(choices=["ja", "en"])
    plain = serializers.CharField()
    definition = serializers.CharField()
    kind = serializers.ChoiceField(choices=["jargon", "forbidden", "preserve"])
    status = serializers.ChoiceField(choices=["approved", "candidate"])
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class GlossaryTerms(APIView):
    """GET, POST /api/v1/glossary/terms"""

    permission_classes = (needs(Scope.TRANSFORM),)

    @extend_schema(
        parameters=PAGE_PARAMETERS,
        responses=page_schema(GlossaryTermOut),
    )
    def get(self, request: SignedInRequest) -> Response:
        page = read_page_request(request.query_params, scope=f"glossary:{request.auth.organization_id}")
        found = glossary_page(request.auth, page)
        return Response(show_page(found, GlossaryTermOut()))

    @extend_schema(request=GlossaryTermIn, responses={201: GlossaryTermOut})
    def post(self, request: SignedInRequest) -> Response:
        wanted = GlossaryEntry(**GlossaryTermIn.parse(request.data))
        term = add_glossary_term(principal=request.auth, wanted=wanted)
        return Response(GlossaryTermOut(term).data, status=201)


class GlossaryTerm(APIView):
    """GET, PATCH, DELETE /api/v1/glossary/terms/{id}"""

    permission_classes = (needs(Scope.TRANSFORM),)

    @extend_schema(responses=GlossaryTermOut)
    def get(self, request: SignedInRequest, term_id: UUID) -> Response:
        return Response(GlossaryTermOut(glossary_term_of(request.auth, term_id)).data)

    @extend_schema(request=GlossaryTermChange, responses=GlossaryTermOut)
    def patch(self, request: SignedInRequest, term_id: UUID) -> Response:
        changes = GlossaryTermChange.parse(request.data, partial=True)
        return Response(
            GlossaryTermOut(change_glossary_term(principal=request.auth, term_id=term_id, changes=changes)).data
        )

    @extend_schema(responses={204: None})
    def delete(self, request: SignedInRequest, term_id: UUID) -> Response:
        delete_glossary_term(principal=request.auth, term_id=term_id)
        return Response(status=204)


class GlossaryFileIn(StrictSerializer[Any]):
    """A CSV file of up to 5,000 terms and 1 MB, in UTF-8, UTF-16 or Shift_JIS, with the columns term, language, plain, definition and kind."""

    file = serializers.FileField(max_length=200)


class ImportProblemOut(serializers.Serializer[ImportProblem]):
    """A line that wasn't imported."""

    line = serializers.IntegerField()
    field = serializers.CharField()
    detail = serializers.CharField()


class GlossaryImportOut(serializers.Serializer[GlossaryImport]):
    """The result of an import. `unchanged` counts terms that were already in the glossary with the same values."""

    added = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    problems = ImportProblemOut(many=True)


class GlossaryFile(APIView):
    """POST /api/v1/glossary/import — many terms at once."""

    permission_classes = (needs(Scope.TRANSFORM),)
    parser_classes = (MultiPartParser,)

    @extend_schema(
        request={"multipart/form-data": GlossaryFileIn},
        responses=GlossaryImportOut,
    )
    def post(self, request: SignedInRequest) -> Response:
        ensure_verified(request.auth, Privilege.GLOSSARY)  # before the file is read
        file = GlossaryFileIn.parse(request.data)["file"]
        done = import_glossary(principal=request.auth, content=file.read())
        return Response(GlossaryImportOut(done).data)


class GlossaryExport(APIView):
    """GET /api/v1/glossary/export — all terms as CSV."""

    permission_classes = (needs(Scope.TRANSFORM),)

    @extend_schema(responses={(200, "text/csv"): str})
    def get(self, request: SignedInRequest) -> HttpResponse:
        headers = {"Content-Disposition": 'attachment; filename="glossary.csv"'}
        return HttpResponse(glossary_csv(request.auth), "text/csv; charset=utf-8", headers=headers)
