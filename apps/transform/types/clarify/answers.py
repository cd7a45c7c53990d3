"""Answers to clarify's questions: each stands behind its phrase, in the place of the mark where there was one."""

import re
from collections.abc import Sequence

from apps.transform.contracts import GivenAnswer, Language, Merged, TransformResult
from apps.transform.rewriting.answers.appended import appended, weave_of
from apps.transform.rewriting.answers.slots import SLOT
from apps.transform.rewriting.answers.weave import Weave
from apps.transform.types.clarify.rules import BULLETS, HEADINGS, WORDS

LONGEST: dict[Language, int] = {"ja": 60, "en": 120}
"""Code points that an aside can bear; a longer answer stands under the text."""
FULL_STOP = re.compile(r"(?<![。.…])[。.]\Z")


def merge(result: TransformResult, answers: Sequence[GivenAnswer]) -> Merged:
    """Short answers in the text, long ones under it; an answered question leaves the closing list."""
    weave, language = weave_of(result), result.language
    for given in answers:
        weave = _unlisted(_put(weave, given, language), given, language)
    below = [given for given in answers if not _fits(given, language)]
    return Merged(appended(weave, below, language).edits, result.warnings)


def _fits(given: GivenAnswer, language: Language) -> bool:
    return given.question.end is not None and "\n" not in given.text and len(given.text) <= LONGEST[language]


def _put(weave: Weave, given: GivenAnswer, language: Language) -> Weave:
    if given.question.end is None:
        return weave
    at = weave.place_of(given.question.end)
    start, end = _mark_at(weave.text, at)
    said = WORDS["aside"][language].format(FULL_STOP.sub("", given.text)) if _fits(given, language) else ""
    return weave.replaced(start, end, said, "answered")


def _mark_at(text: str, at: int) -> tuple[int, int]:
    """The mark that stands at a place, or behind one space; else the place itself."""
    mark = SLOT.match(text, at) or (SLOT.match(text, at + 1) if text[at : at + 1] == " " else None)
    return (at, mark.end()) if mark else (at, at)


def _unlisted(weave: Weave, given: GivenAnswer, language: Language) -> Weave:
    """The question leaves the list at the end; with the last one the heading leaves, too."""
    heading, bullet = (re.escape(part[language]) for part in (HEADINGS, BULLETS))
    question = re.escape(given.question.text)
    rest = weave.without(rf"\n{bullet}{question}(?=\n|\Z)")
    return rest.without(rf"(?:\n\n)?(?m:^{heading}$)(?!\n{bullet})") if rest is not weave else weave
