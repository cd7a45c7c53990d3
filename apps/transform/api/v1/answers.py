"""Answers to the questions of a result."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.contracts import Scope
from apps.accounts.protocols import SignedInRequest
from apps.transform.actions.answer_questions import answer_questions
from apps.transform.bodies import AnswersBody, plain
from apps.transform.contracts import Language
from tonebridge.pages.language import page_language
from tonebridge.rest.bodies import parse
from tonebridge.rest.permissions import needs


def _inlined(schema: dict[str, Any]) -> dict[str, Any]:  # a JSON schema
    """The schema of the body, its one inner model written out."""
    inner = schema.pop("$defs")["AnswerBody"]
    schema["properties"]["answers"]["items"] = inner
    return schema


BODY = _inlined(AnswersBody.model_json_schema())
RESULT = {"$ref": "#/components/schemas/TransformResult"}


class TransformAnswers(APIView):
    """POST /api/v1/transform/{id}/answers — a new result that merges them."""

    permission_classes = (needs(Scope.TRANSFORM),)

    @extend_schema(request={"application/json": BODY}, responses={200: RESULT})
    def post(self, request: SignedInRequest, transformation_id: UUID) -> Response:
        body = parse(AnswersBody, request.data)
        result = answer_questions(
            principal=request.auth,
            transformation_id=transformation_id,
            answers=body.by_question(),
            reader_language=_reader(request),
        )
        return Response(plain(result))


def _reader(request: SignedInRequest) -> Language | None:
    """The reader's language where the call names one; else reasons come in the text's own."""
    return page_language() if request.headers.get("Accept-Language") else None
