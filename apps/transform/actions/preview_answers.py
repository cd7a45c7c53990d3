"""Answer questions of a result that nobody keeps: the message comes along again."""

from apps.transform.actions.answer_questions import Answers, given_answers
from apps.transform.contracts import Language, TransformResult
from apps.transform.story import answering


def preview_answers(*, result: TransformResult, answers: Answers, reader_language: Language) -> TransformResult:
    """The result with the answers in it; nothing is charged, recorded or kept. Raises ValidationFailed."""
    return answering.merge(result, given_answers(result, answers), reader_language=reader_language)
