"""Answers that have no place of their own stand under a heading at the end, each with its question."""

import re
from collections.abc import Sequence

from apps.analyze.language.document import read_document
from apps.transform.contracts import Edit, GivenAnswer, Language, Merged, TransformResult
from apps.transform.rewriting.answers.slots import open_slots
from apps.transform.rewriting.answers.weave import Weave
from apps.transform.rewriting.rulebook import wording_beside

WORDS = wording_beside(__file__)


def merge(result: TransformResult, answers: Sequence[GivenAnswer]) -> Merged:
    """Fill the open slots where there is one for every open question, else append."""
    weave = weave_of(result)
    if len(open_slots(weave.text)) != len(result.questions):
        return Merged(appended(weave, answers, result.language).edits, result.warnings)
    order = {question.id: at for at, question in enumerate(result.questions)}
    for given in sorted(answers, key=lambda given: -order[given.question.id]):  # the last first: places before it stay
        slot = open_slots(weave.text)[order[given.question.id]]
        weave = weave.replaced(slot.start(), slot.end(), given.text, "answered")
    return Merged(weave.edits, result.warnings)


def weave_of(result: TransformResult) -> Weave:
    """The text of a result, to be edited further."""
    return Weave(
        result.original_text,
        tuple(Edit(c.start, c.end, c.replacement, c.reason.code) for c in result.changes),
    )


def appended(weave: Weave, answers: Sequence[GivenAnswer], language: Language) -> Weave:
    """The answers under the heading, before a signature; under the heading that stands already, where one does."""
    if not answers:
        return weave
    lines = "".join(f"\n{_line(given, language)}" for given in answers)
    heading = WORDS["heading"][language]
    end = _end(weave.text)
    start = weave.text.rfind(f"\n{heading}\n", 0, end)
    if start >= 0 and "\n\n" not in weave.text[start + 1 : end]:
        return weave.replaced(end, end, lines, "answer_added")
    rest = weave.text[end:]
    tail = "\n" * (2 - min(2, rest.count("\n", 0, 2))) if rest.strip() else ""
    return weave.replaced(end, end, f"\n\n{heading}{lines}{tail}", "answer_added")


def _line(given: GivenAnswer, language: Language) -> str:
    return WORDS["line"][language].format(question=given.question.text, answer=given.text)


def _end(text: str) -> int:
    """Where the message ends: before its signature and the space in front of it."""
    document = read_document(text)
    signature = next((span.start for span in document.opaque if span.kind == "signature"), len(text))
    return len(re.sub(r"\s+\Z", "", text[:signature]))
