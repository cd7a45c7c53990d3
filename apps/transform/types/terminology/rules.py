"""Terminology: explain to the reader the words of the other side.

Intensity 1 adds a short gloss behind a term, 2 a full one and what it means for users, 3 puts plain words in its place
and keeps the term in parentheses. The organization's glossary comes first, whatever the direction.
"""

from collections.abc import Iterator

from apps.analyze.language.document import Document
from apps.transform.contracts import Draft, Edit, Intensity, TransformRequest
from apps.transform.rewriting.edits import settle
from apps.transform.types.terminology.direction import Direction, direction_of
from apps.transform.types.terminology.effects import effect_line
from apps.transform.types.terminology.explain import crowded, explanation
from apps.transform.types.terminology.lexicon import Lexicon, built_in, own_words
from apps.transform.types.terminology.match import Found, find_terms


def write(wanted: TransformRequest, document: Document) -> Draft:
    """Edits that explain; none where the reader knows every word."""
    return Draft(edits=settle(_edits(wanted, document), document))


def _edits(wanted: TransformRequest, document: Document) -> Iterator[Edit]:
    direction = direction_of(wanted.context, wanted.intensity)
    terms = _terms(wanted, document, direction)
    # Abbreviations among colleagues are spelled out, never taken away.
    level = Intensity.MEDIUM if direction and direction.acronyms_only else wanted.intensity
    many = crowded(terms, document.prose)
    for found in terms:
        short = level is Intensity.LIGHT or found in many
        yield explanation(found, document.prose, wanted.language, level, short=short)
    if direction and direction.side == "it" and not direction.acronyms_only and wanted.intensity > Intensity.LIGHT:
        line = effect_line(document, wanted.language)
        yield from [line] if line else []


def _terms(wanted: TransformRequest, document: Document, direction: Direction | None) -> list[Found]:
    lexicons = [own_words(wanted.glossary, wanted.language), *_built_in(wanted, direction)]
    found = find_terms(document, lexicons, wanted.language, _left_alone(wanted))
    if direction and direction.acronyms_only:
        return [f for f in found if f.word.own or (f.text.isupper() and len(f.text) > 1)]
    return found


def _built_in(wanted: TransformRequest, direction: Direction | None) -> list[Lexicon]:
    return [built_in(direction.side, wanted.language)] if direction else []


def _left_alone(wanted: TransformRequest) -> frozenset[str]:
    kept = (entry.term for entry in wanted.glossary if entry.kind == "preserve")
    return frozenset(term.lower() for term in (*wanted.preserve_terms, *kept))
