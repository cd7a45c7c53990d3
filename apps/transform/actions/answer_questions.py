"""Answer questions of a result: a new, checked one that holds the answers, recorded like any other."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import Principal
from apps.accounts.queries.usage import ensure_quota
from apps.transform.actions.record_transformation import record_transformation
from apps.transform.contracts import GivenAnswer, Language, Question, TransformResult
from apps.transform.queries.history import kept_result_of
from apps.transform.queries.known_words import words_for
from apps.transform.story import answering
from tonebridge.errors import FieldError, ValidationFailed
from tonebridge.telemetry import tracing

Answers = Sequence[tuple[str, str]]
"""Ids of questions with their answers."""


def answer_questions(
    *, principal: Principal, transformation_id: UUID, answers: Answers, reader_language: Language | None = None
) -> TransformResult:
    """The result with the answers in its text; it costs one call, and as many characters as the answers have.

    Raises NotFound where the result isn't the caller's own or its text wasn't kept, ValidationFailed for an id that no
    open question has and for a question answered twice, QuotaExceeded.
    """
    ensure_quota(principal)
    kept = kept_result_of(principal, transformation_id)
    given = given_answers(kept.result, answers)
    with tracing.span("answer", kind=kept.result.transformation_type.value):
        result = answering.merge(
            kept.result,
            given,
            earlier=kept.answers,
            reader_language=reader_language,
            glossary=words_for(principal),
        )
    record_transformation(
        principal=principal,
        wanted=answering.request_of(kept.result),
        result=result,
        answers=(*kept.answers, *given),
    )
    return result


def given_answers(result: TransformResult, answers: Answers) -> tuple[GivenAnswer, ...]:
    """The answers with their questions, in the order of the questions. Raises ValidationFailed."""
    open_questions = {question.id: question for question in result.questions}
    faults = tuple(_faults(open_questions, answers))
    if faults:
        raise ValidationFailed(fields=faults)
    texts = dict(answers)
    return tuple(GivenAnswer(q, _tidy(texts[q.id])) for q in result.questions if q.id in texts)


def _faults(questions: dict[str, Question], answers: Answers) -> Iterator[FieldError]:
    seen: set[str] = set()
    for at, (question_id, _text) in enumerate(answers):
        field = f"answers.{at}.question_id"
        if question_id not in questions:
            yield FieldError(field, "unknown", _("There's no open question with this ID."))
        elif question_id in seen:
            yield FieldError(field, "repeated", _("You sent two answers to this question. Send only one."))
        seen.add(question_id)


def _tidy(text: str) -> str:
    """Without space around it and without empty lines in it: those part the sections of a result."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines() if line.strip())
