"""Requirements: background, requests by weight, constraints, timeline, and what is missing.

Nothing is added but headings and questions. Intensity 1 sorts, 2 also lists the questions and possible conflicts in the
text, 3 also gives each weight of request its own heading.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from apps.analyze.language.document import Document
from apps.transform.contracts import Draft, Intensity, Question, TransformRequest
from apps.transform.rewriting.roles import LEADS_IN, Role, Statement, read_statements
from apps.transform.rewriting.roles.statement import FRAME
from apps.transform.types.requirements.completeness import completeness_note
from apps.transform.types.requirements.conflicts import conflicts
from apps.transform.types.requirements.missing import missing
from apps.transform.types.requirements.render import Page, requests_in_order
from apps.transform.types.requirements.sort import REQUESTS, Category, Item, sorted_items

QUADRANTS = ("background", "request", "constraint", "timeline")


def write(wanted: TransformRequest, document: Document) -> Draft:
    """The request in its parts; no edits where the message has these headings already or says nothing."""
    page = Page(wanted.language, "*" if "slack" in wanted.context.channel.lower() else "**")
    told = read_statements(document, wanted.language, merged=False)
    opening = _opening(told)
    matter = [s for s in told[len(opening) :] if s.role not in FRAME]
    if not any(s.role is not Role.BLOCK for s in matter) or _is_sorted(document, page):
        return Draft()
    items = sorted_items(matter, wanted.language)
    questions = missing(document.prose, items, wanted.language, wanted.reader_language)
    clashes = conflicts(document.prose, items, wanted.language)
    sections = [*_sections(items, page, wanted.intensity), *_gaps(questions, clashes, page, wanted.intensity)]
    note = completeness_note({item.category for item in items}, questions, wanted.reader_language)
    composed = "\n\n".join([*_lines(opening, page), *sections, *_lines(_closing(told[len(opening) :]), page)])
    return Draft(composed=composed, reason="requirements", questions=questions, cautions=(note,))


def _is_sorted(document: Document, page: Page) -> bool:
    headings = [line.strip("【】*# \t") for line in document.text.split("\n")]
    return sum(any(h.startswith(page.word(key)) for h in headings) for key in QUADRANTS) > 2


def _sections(items: Sequence[Item], page: Page, intensity: Intensity) -> Iterator[str]:
    yield page.section("background", [page.line(i) for i in items if i.category is Category.BACKGROUND])
    requests = requests_in_order(items)
    if intensity is Intensity.STRONG and requests:
        for weight in REQUESTS:
            lines = [page.line(i) for i in requests if i.category is weight]
            yield from [page.section("request", lines, level=weight.value)] if lines else []
    else:
        yield page.section("request", [page.labelled(i) for i in requests])
    limits = [page.line(i) for i in items if i.category is Category.CONSTRAINT]
    yield page.section("constraint", [*limits, *page.excluded(requests)])
    dates = [page.line(i) for i in items if i.category is Category.TIMELINE]
    yield page.section("timeline", [*dates, *page.dates(requests)])


def _gaps(questions: Sequence[Question], clashes: Sequence[str], page: Page, intensity: Intensity) -> Iterator[str]:
    if intensity is not Intensity.LIGHT and questions:
        yield page.section("missing", [page.question(q) for q in questions])
    if intensity is not Intensity.LIGHT and clashes:
        yield page.section("conflict", [f"- {clash}" for clash in clashes])


def _opening(told: Sequence[Statement]) -> list[Statement]:
    """Greeting, mentions and the line that only says that a request follows."""
    return list(takewhile(lambda s: s.role in FRAME or s.role is Role.HEADING, told))


def _closing(told: Sequence[Statement]) -> list[Statement]:
    return [s for s in told if s.role in FRAME]


def _lines(frame: Sequence[Statement], page: Page) -> list[str]:
    return ["\n".join(page.lead(s) if LEADS_IN.fullmatch(s.text) else s.whole for s in frame)] if frame else []
