"""Answers to the questions of a request: each leaves the missing information and enters its section."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from apps.analyze.language.document import read_document
from apps.transform.contracts import Caution, GivenAnswer, Language, Merged, Question, TransformResult
from apps.transform.rewriting.answers.appended import appended, weave_of
from apps.transform.rewriting.answers.weave import Weave
from apps.transform.rewriting.rulebook import load_entries
from apps.transform.types.requirements.categories import Category
from apps.transform.types.requirements.completeness import CODE, completeness_note, reader_of
from apps.transform.types.requirements.missing import RULES, Gap
from apps.transform.types.requirements.render import Page

PLACES = Path(__file__).with_name("answered.yaml")
SECTIONS = {
    "background": Category.BACKGROUND,
    "request": Category.MUST,
    "constraint": Category.CONSTRAINT,
    "timeline": Category.TIMELINE,
}


@dataclass(frozen=True)
class Place:
    """The section that the answer to a gap's question enters, and its label in both languages; empty for none."""

    code: str
    section: str
    ja: str = ""
    en: str = ""

    def __post_init__(self) -> None:
        if self.section not in SECTIONS:
            raise ValueError(f"section must be one of {sorted(SECTIONS)}")


def merge(result: TransformResult, answers: Sequence[GivenAnswer]) -> Merged:
    """An answer whose section isn't there stands under the text. The score rises with what is answered."""
    weave, language = weave_of(result), result.language
    homeless = list[GivenAnswer]()
    for given in answers:
        weave = _unasked(weave, given.question, language)
        entered = _entered(weave, given, language)
        weave, homeless = (entered, homeless) if entered else (weave, [*homeless, given])
    weave = appended(weave, homeless, language)
    return Merged(weave.edits, _cautions(weave, result, answers))


def _unasked(weave: Weave, question: Question, language: Language) -> Weave:
    """The question leaves its list; with the last one the heading leaves, too."""
    rest = weave.without(rf"(?m)^- {re.escape(question.text)}(?:\n|\Z)")
    if rest is weave:
        return weave
    heading = _heading("missing", language)
    return rest.without(rf"(?m)\s*{heading}\s*\Z|(?<=\n\n){heading}\n+(?!- )")


def _entered(weave: Weave, given: GivenAnswer, language: Language) -> Weave | None:
    """The answer as the last line of its section, in the place of "not stated" where that is all it says."""
    place, quoted = _place_of(given.question, language)
    heading = re.search(rf"(?m){_heading(place.section, language)}$", weave.text) if place else None
    if place is None or heading is None:
        return None
    label = (place.ja if language == "ja" else place.en).format(quoted)
    line = f"- {label}{Page(language).word('colon')}{given.text}" if label else f"- {given.text}"
    end = _section_end(weave.text, heading.end())
    if weave.text[heading.end() : end].strip() == Page(language).nothing():
        return weave.replaced(heading.end() + 1, end, line, "answered")
    return weave.replaced(end, end, f"\n{line}", "answered")


def _heading(key: str, language: Language, *, weighted: bool = False) -> str:
    """A pattern for the line of a heading; `weighted` takes those of a single weight (must, should, could), too."""
    word, weight = re.escape(Page(language).word(key)), ""
    if weighted:
        weight = r"(?:（[^）\n]{1,8}）)?" if language == "ja" else r"(?: – \w+)?"
    return rf"^【{word}{weight}】" if language == "ja" else rf"^\*{{1,2}}{word}{weight}\*{{1,2}}"


def _section_end(text: str, start: int) -> int:
    """The first empty line that isn't inside code or a table."""
    document = read_document(text)
    ends = (match.start() for match in re.finditer(r"\n\n", text[start:]))
    return next((start + at for at in ends if not document.touches_opaque(start + at, start + at + 2)), len(text))


def _cautions(weave: Weave, result: TransformResult, answers: Sequence[GivenAnswer]) -> tuple[Caution, ...]:
    """The warnings, with the score as it is now."""
    answered = {given.question for given in answers}
    left = [question for question in result.questions if question not in answered]
    present = {category for key, category in SECTIONS.items() if _says_something(weave.text, key, result.language)}
    return tuple(
        completeness_note(present, left, reader_of(caution)) if caution.code == CODE else caution
        for caution in result.warnings
    )


def _says_something(text: str, key: str, language: Language) -> bool:
    heading = re.search(rf"(?m){_heading(key, language, weighted=True)}", text)
    body = text[heading.end() : _section_end(text, heading.end())].strip() if heading else ""
    return body not in ("", Page(language).nothing())


@lru_cache(maxsize=64)
def _place_of(question: Question, language: Language) -> tuple[Place | None, str]:
    """Where the answer goes, and the word that the question quotes."""
    places = {place.code: place for place in load_entries(PLACES, Place)}
    for gap in load_entries(RULES, Gap):
        pattern = re.escape(gap.ask).replace(r"\{0\}", "(.+)")
        match = re.fullmatch(pattern, question.text) if gap.language == language else None
        if match and gap.code in places:
            return places[gap.code], match[1] if match.groups() else ""
    return None, ""
