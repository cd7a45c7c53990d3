"""English soften: reads sentence by sentence, proposes groups of edits, keeps the groups that fit."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from apps.analyze.language.document import Document
from apps.analyze.language.sentences import LIST_MARK, Sentence
from apps.transform.contracts import Caution, Draft, Edit, GlossaryEntry, Intensity, TransformRequest
from apps.transform.rewriting.orders.english.openings import cased
from apps.transform.rewriting.orders.english.orders import find_order
from apps.transform.rewriting.rulebook import reason_text
from apps.transform.types.soften.english.cushions import one_cushion
from apps.transform.types.soften.english.harsh import is_harsh
from apps.transform.types.soften.english.phrases import phrase_edits, rewritable_sentences
from apps.transform.types.soften.english.placing import Group, Placed
from apps.transform.types.soften.english.requests import following_order, order_edits
from apps.transform.types.soften.english.shouting import shouting_edits
from apps.transform.types.soften.receiver import is_formal
from apps.transform.types.soften.review import review

ARTICLE = re.compile(r"\ban? $", re.I)
OPENING = re.compile(r"(?:^|[.!?:]\s|\n)[\s>*•\"'(-]*$")
BEFORE = 12
"""Characters in which a sentence can be seen to begin before a word."""


def write(wanted: TransformRequest, document: Document) -> Draft:
    """Soften an English message. A message that needs nothing gets no edits."""
    placed = Placed(document, _protected(wanted, document))
    for group in _groups(wanted, document):
        placed.add(group)
    reviewed = review(document, placed.edits, "en", is_harsh)
    return Draft(edits=reviewed.edits, cautions=tuple(_warnings(wanted, document)), unsure=reviewed.unsure)


def _groups(wanted: TransformRequest, document: Document) -> Iterator[Group]:
    """Groups of edits, most important first; a group stands or falls as a whole."""
    sentences = rewritable_sentences(document)
    phrases = list(one_cushion(phrase_edits(document, wanted.intensity), document))
    dropped = {edit.start: edit for edit in phrases if _drops_opening(edit, document)}
    formal = wanted.intensity >= Intensity.MEDIUM and is_formal(wanted.context.receiver_role)
    behind = {edit.end - 1: edit for edit in dropped.values()}
    phrases = [_with_opening(behind.get(edit.start), (edit,))[0] for edit in phrases]
    requests = list(_requests(sentences, document, Intensity.STRONG if formal else wanted.intensity, dropped))
    yield from ((edit,) for edit in _forbidden(wanted.glossary, document))
    yield from (group for group in requests if group[0].start in dropped)
    yield from ((edit,) for edit in phrases)
    yield from requests
    for sentence in sentences:
        yield from ((edit,) for edit in shouting_edits(sentence, wanted.intensity))


def _drops_opening(edit: Edit, document: Document) -> bool:
    """Whether it leaves nothing of what opened a sentence but the capital."""
    return edit.end > edit.start + 1 and edit.replacement == document.text[edit.end - 1].upper() != ""


def _requests(
    sentences: Iterable[Sentence], document: Document, intensity: int, dropped: Mapping[int, Edit]
) -> Iterator[Group]:
    previous = ""
    for sentence in sentences:
        opening = dropped.get(sentence.start)
        order = None if _in_list(sentence, document) else find_order(_behind(opening, sentence))
        if order:
            group = order_edits(order, document, intensity, previous)
            previous = group[0].replacement
            yield _with_opening(opening, group)
        else:
            yield from ((edit,) for edit in following_order(sentence))


def _behind(opening: Edit | None, sentence: Sentence) -> Sentence:
    """The sentence without what is dropped before it."""
    if opening is None:
        return sentence
    at = opening.end - 1 - sentence.start
    return replace(sentence, start=opening.end - 1, text=sentence.text[at:], prose=sentence.prose[at:])


def _with_opening(opening: Edit | None, group: Group) -> Group:
    """What is dropped before an order and the order's own words are one edit, since the capital is both's."""
    first, *rest = group
    if opening is None or first.start != opening.end - 1:
        return group
    written = first.replacement[:1].upper() + first.replacement[1:]
    return replace(first, start=opening.start, replacement=written), *rest


def _in_list(sentence: Sentence, document: Document) -> bool:
    """Whether it is a list item: steps and task lists are read as such, not as orders."""
    line = document.prose.rfind("\n", 0, sentence.start) + 1
    match = LIST_MARK.match(document.prose, line)
    return bool(match and match[0].strip())


def _protected(wanted: TransformRequest, document: Document) -> list[tuple[int, int]]:
    terms = [*wanted.preserve_terms, *(entry.term for entry in wanted.glossary if entry.kind == "preserve")]
    return [span for term in terms for span in _spans(term, document)]


def _forbidden(glossary: Iterable[GlossaryEntry], document: Document) -> Iterator[Edit]:
    for entry in glossary:
        if entry.kind == "forbidden" and entry.language == "en" and entry.plain:
            for start, end in _spans(entry.term, document):
                yield _replaced(entry.plain, start, end, document)


def _replaced(plain: str, start: int, end: int, document: Document) -> Edit:
    """The word's replacement, with the article that agrees with it. Capitals of an abbreviation ask for none in mid-sentence."""
    abbreviated = end - start > 1 and document.text[start:end].isupper()
    article = ARTICLE.search(document.prose, 0, start)
    if article:
        start = article.start()
        plain = f"{'an' if plain[0].lower() in 'aeiou' else 'a'} {plain}"
    if abbreviated and not article and not OPENING.search(document.prose, max(0, start - BEFORE), start):
        return Edit(start, end, plain, "forbidden_term")
    return Edit(start, end, cased(plain, document.text[start], True), "forbidden_term")


def _warnings(wanted: TransformRequest, document: Document) -> Iterator[Caution]:
    """A forbidden term that the glossary has no other word for is pointed out."""
    message = reason_text("forbidden_term", wanted.reader_language)
    for entry in wanted.glossary:
        if entry.kind == "forbidden" and entry.language == "en" and not entry.plain:
            yield from (Caution("forbidden_term", message, *span) for span in _spans(entry.term, document))


def _spans(term: str, document: Document) -> list[tuple[int, int]]:
    pattern = rf"(?<!\w){re.escape(term)}(?!\w)" if term.strip() else r"(?!)"
    return [match.span() for match in re.finditer(pattern, document.prose, re.I)]
