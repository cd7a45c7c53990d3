"""Requirements: background, requests by weight, constraints, timeline, open points, and what is missing.

Wishes that hang together are listed as they stand (`entangled.py`). Nothing is added but headings, possible conflicts and questions. Intensity 1 sorts, 2 also lists the questions in the text, 3 also gives each weight of request its own heading. What isn't sure stands under a heading that says nothing about it.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from apps.analyze.language.document import Document
from apps.transform.contracts import Draft, Intensity, Question, TransformRequest, Unsure
from apps.transform.rewriting.roles import LEADS_IN, Role, Statement, read_statements
from apps.transform.rewriting.roles.statement import FRAME
from apps.transform.types.requirements.announcing import announces, closes
from apps.transform.types.requirements.categories import REQUESTS, Category
from apps.transform.types.requirements.completeness import completeness_note
from apps.transform.types.requirements.conflicts import conflicts
from apps.transform.types.requirements.entangled import is_entangled
from apps.transform.types.requirements.items import parts_of
from apps.transform.types.requirements.missing import missing
from apps.transform.types.requirements.render import Page, requests_in_order
from apps.transform.types.requirements.sort import Item, sorted_items
from apps.transform.types.requirements.spread import Spread, spread
from apps.transform.types.requirements.unlisted import unlisted

QUADRANTS = ("background", "request", "constraint", "timeline")


def write(wanted: TransformRequest, document: Document) -> Draft:
    """The request in its parts; no edits where the message has these headings already or says nothing."""
    page = Page(wanted.language, "*" if "slack" in wanted.context.channel.lower() else "**")
    lines = spread(document)
    told = unlisted(read_statements(lines.document, wanted.language, merged=False), lines.document, wanted.language)
    opening, matter, closing = _split(told, wanted.language)
    if not any(s.role is not Role.BLOCK for s in matter) or _is_sorted(document, page):
        return Draft()
    items = sorted_items(parts_of(matter, lines, wanted.language), wanted.language)
    questions = missing(document.prose, items, wanted.language, wanted.reader_language)
    clashes = conflicts(document.prose, items, wanted.language)
    entangled = is_entangled(items, wanted.language)
    parts = [_as_stated(matter, lines, page)] if entangled else [*_sections(items, page, wanted.intensity)]
    sections = [*parts, *_gaps(questions, clashes, page, wanted.intensity)]
    note = completeness_note({item.category for item in items}, questions, wanted.reader_language)
    composed = "\n\n".join([*_lines(opening, page), *sections, *_lines(closing, page)])
    unsure = () if entangled else tuple(_unsure(items, lines))
    return Draft(composed=composed, reason="requirements", questions=questions, cautions=(note,), unsure=unsure)


def _is_sorted(document: Document, page: Page) -> bool:
    headings = [line.strip("【】*# \t") for line in document.text.split("\n")]
    return sum(any(h.startswith(page.word(key)) for h in headings) for key in QUADRANTS) > 2


def _split(told: Sequence[Statement], language: str) -> tuple[list[Statement], list[Statement], list[Statement]]:
    """What opens the message, what it is about, and what closes it; a line that only announces wishes opens."""
    opening = list(takewhile(lambda s: s.role in FRAME or s.role is Role.HEADING or announces(s, language), told))
    rest = told[len(opening) :]
    closing = [s for at, s in enumerate(rest) if s.role in FRAME or closes(s, language, last=at == len(rest) - 1)]
    announcing = [s for s in rest if s not in closing and announces(s, language)]
    frame = [*closing, *announcing]
    return [*opening, *announcing], [s for s in rest if s not in frame], closing


def _sections(items: Sequence[Item], page: Page, intensity: Intensity) -> Iterator[str]:
    yield page.section("background", _under(items, Category.BACKGROUND, page))
    requests = requests_in_order(items)
    if intensity is Intensity.STRONG and requests:
        for weight in REQUESTS:
            lines = _under(requests, weight, page)
            yield from [page.section("request", lines, level=weight.value)] if lines else []
    else:
        yield page.section("request", [page.labelled(i) for i in requests])
    yield page.section("constraint", [*_under(items, Category.CONSTRAINT, page), *page.excluded(requests)])
    yield page.section("timeline", [*_under(items, Category.TIMELINE, page), *page.dates(requests)])
    for category in (Category.OPEN, Category.OTHER):
        lines = _under(items, category, page)
        yield from [page.section(category.value, lines)] if lines else []


def _as_stated(matter: Sequence[Statement], lines: Spread, page: Page) -> str:
    """The sentences in their order, each whole, under one heading that says no more."""
    sentences: dict[int, list[Statement]] = {}
    for statement in matter:
        sentences.setdefault(statement.sentence, []).append(statement)
    told = (lines.document.text[parts[0].start : parts[-1].end].strip() for parts in sentences.values())
    below = (parts[-1].below for parts in sentences.values())
    return page.section("stated", [page.stated(text, under) for text, under in zip(told, below, strict=True)])


def _under(items: Sequence[Item], category: Category, page: Page) -> list[str]:
    return [page.line(item) for item in items if item.category is category]


def _gaps(questions: Sequence[Question], clashes: Sequence[str], page: Page, intensity: Intensity) -> Iterator[str]:
    if intensity is not Intensity.LIGHT and questions:
        yield page.section("missing", [page.question(q) for q in questions])
    if clashes:
        yield page.section("conflict", [f"- {clash}" for clash in clashes])


def _unsure(items: Sequence[Item], lines: Spread) -> Iterator[Unsure]:
    """The parts whose place isn't sure, as passages of the original."""
    for item in items:
        if item.category is Category.OTHER:
            start, end = (lines.original(at) for at in (item.statement.start, item.statement.end))
            yield Unsure(start, end, "unsure_role")


def _lines(frame: Sequence[Statement], page: Page) -> list[str]:
    return ["\n".join(page.lead(s) if LEADS_IN.fullmatch(s.text) else s.whole for s in frame)] if frame else []
