"""Transform a message by rules and answer questions of the result, as the verb would."""

from collections.abc import Mapping

from apps.analyze.language.detect import detect_language
from apps.transform.contracts import GivenAnswer, Intensity, TransformationType, TransformRequest, TransformResult
from apps.transform.providers.ladder import configured_ladder
from apps.transform.story import answering, pipeline


def transformed(kind: TransformationType, text: str, *, intensity: int = 2) -> TransformResult:
    """A result of the rules tier."""
    language = detect_language(text)
    wanted = TransformRequest(text, kind, Intensity(intensity), language, language, tier="rules")
    return pipeline.run(wanted, ladder=configured_ladder())


def given(result: TransformResult, answers: Mapping[str, str]) -> tuple[GivenAnswer, ...]:
    """Answers by the ids of their questions."""
    return tuple(GivenAnswer(question, answers[question.id]) for question in result.questions if question.id in answers)


def answered(result: TransformResult, answers: Mapping[str, str]) -> TransformResult:
    """The result with the answers in it."""
    return answering.merge(result, given(result, answers))


def applied(result: TransformResult) -> str:
    """What all changes make of the original."""
    text, parts, at = result.original_text, list[str](), 0
    for change in result.changes:
        assert text[change.start : change.end] == change.original
        assert change.start >= at
        parts += [text[at : change.start], change.replacement]
        at = change.end
    return "".join([*parts, text[at:]])
