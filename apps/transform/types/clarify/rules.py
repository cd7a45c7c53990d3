"""Clarify by rules: marks what a reader would have to ask about, and asks it. Nothing is guessed."""

import re
from collections.abc import Iterator

from apps.analyze.language.document import Document
from apps.transform.contracts import Draft, Edit, Language, Question, TransformRequest
from apps.transform.rewriting.edits import settle
from apps.transform.rewriting.rulebook import reason_text, wording_beside
from apps.transform.types.clarify.findings import MARK, Finding, find_vague

WORDS = wording_beside(__file__)
MARKS, HEADINGS, BULLETS = WORDS["mark"], WORDS["heading"], WORDS["bullet"]
WORST = 8
"""From this weight on a phrase is marked even at the lightest intensity, two of them at most."""


def write(wanted: TransformRequest, document: Document) -> Draft:
    """Mark and ask. A clear message gets no edits and no questions."""
    found = find_vague(document, wanted.language)
    questions = tuple(_question(number, finding, wanted.reader_language) for number, finding in enumerate(found, 1))
    edits = [*_marks(found, wanted), *_list(questions, document, wanted)]
    return Draft(edits=settle(edits, document), questions=questions)


def _question(number: int, finding: Finding, reader: Language) -> Question:
    text = finding.rule.question.replace("%phrase%", finding.phrase)
    return Question(f"q{number}", text, reason_text(finding.rule.why, reader), finding.start, finding.end)


def _marks(found: tuple[Finding, ...], wanted: TransformRequest) -> Iterator[Edit]:
    marked = [finding for finding in found if finding.rule.marked]
    if wanted.intensity == 1:
        room = max(0, 2 - len(MARK.findall(wanted.text)))
        marked = [finding for finding in marked if finding.rule.weight >= WORST][:room]
    for finding in marked:
        if wanted.intensity == 3 and finding.rule.plain:
            yield _untangled(finding)
        else:
            mark = MARKS[wanted.language].format(finding.rule.slot.replace("%phrase%", finding.phrase))
            yield Edit(finding.end, finding.end, mark, f"clarify.{finding.rule.kind}")


def _untangled(finding: Finding) -> Edit:
    """A double negative said plainly; the mark stays away, the question remains."""
    if "%lemma%" not in finding.rule.plain:
        return Edit(finding.start, finding.end, finding.rule.plain, "clarify.untangled")
    if not finding.lemma:
        return Edit(finding.end, finding.end, MARKS["ja"].format(finding.rule.slot), "clarify.double_negative")
    plain = finding.rule.plain.replace("%lemma%", finding.lemma)
    if finding.phrase.endswith("ない"):
        plain = plain.removesuffix("あります") + "ある"
    return Edit(finding.lemma_start, finding.end, plain, "clarify.untangled")


def _list(questions: tuple[Question, ...], document: Document, wanted: TransformRequest) -> Iterator[Edit]:
    """At the strongest intensity the questions also stand at the end, before a signature."""
    heading, bullet = HEADINGS[wanted.language], BULLETS[wanted.language]
    if wanted.intensity == 3 and questions and heading not in document.text:
        lines = "\n".join(f"{bullet}{question.text}" for question in questions)
        at = _end(document)
        tail = "\n\n" if document.text[at:].strip() else ""
        yield Edit(at, at, f"\n\n{heading}\n{lines}{tail}", "clarify.questions")


def _end(document: Document) -> int:
    signature = next((span.start for span in document.opaque if span.kind == "signature"), len(document.text))
    return len(re.sub(r"\s+\Z", "", document.text[:signature]))
