"""Terminology: explain to the reader the words of fields that aren't theirs.

Intensity 1 adds a short gloss behind a term, 2 a full one and what it means for users, 3 puts plain words in its place
and keeps the term in parentheses. The organization's glossary comes first, whoever reads. What has several senses is asked about.
"""

from collections.abc import Iterable, Iterator, Sequence

from apps.analyze.language.document import Document
from apps.analyze.language.width import fold
from apps.transform.contracts import Draft, Edit, Intensity, Question, TransformRequest
from apps.transform.rewriting.edits import settle
from apps.transform.types.terminology.asking import sense_questions
from apps.transform.types.terminology.effects import effect_line
from apps.transform.types.terminology.explain import crowded, explanation
from apps.transform.types.terminology.lexicon import built_in, own_words
from apps.transform.types.terminology.match import Found, find_places
from apps.transform.types.terminology.reader import Reader, reader_of, spells_out
from apps.transform.types.terminology.senses import Settled, settle_senses
from apps.transform.types.terminology.symptoms import symptom_line, symptom_questions, symptoms_in
from apps.transform.types.terminology.topics import Topics, topics_of


def write(wanted: TransformRequest, document: Document) -> Draft:
    """Edits that explain, and questions about what could mean several things; none where the reader knows every word."""
    reader = reader_of(wanted.context)
    settled, topics = _settled(wanted, document, reader)
    told = _told(settled.found, reader, topics, wanted)
    edits = [*_explanations(told, document, wanted, reader), *_closing(wanted, document, reader)]
    return Draft(edits=settle(edits, document), questions=_questions(wanted, document, reader, settled, topics))


def _settled(wanted: TransformRequest, document: Document, reader: Reader) -> tuple[Settled, Topics]:
    lexicons = [own_words(wanted.glossary, wanted.language), built_in(wanted.language)]
    places = find_places(document, lexicons, wanted.language, _left_alone(wanted))
    topics = topics_of(fold(document.prose), places, reader.sender, wanted.language)
    return settle_senses(places, topics, document.prose), topics


def _told(found: Iterable[Found], reader: Reader, topics: Topics, wanted: TransformRequest) -> list[Found]:
    """The first place of each term that the reader needs explained and that the text doesn't explain itself."""
    first: dict[str, Found] = {}
    for each in found:
        if reader.is_stranger_to(each.word, topics.fields) or spells_out(
            reader, each.word, each.text, wanted.intensity
        ):
            known = first.setdefault(each.word.key, each)
            if each.closed and not known.closed:
                first[each.word.key] = known
    return [each for each in first.values() if not each.closed]


def _explanations(
    told: Sequence[Found], document: Document, wanted: TransformRequest, reader: Reader
) -> Iterator[Edit]:
    many = crowded(told, document.prose)
    for found in told:
        # Abbreviations among colleagues are spelled out, never taken away.
        own = reader.among_colleagues and not reader.is_stranger_to(found.word, frozenset())
        level = Intensity.MEDIUM if own else wanted.intensity
        short = level is Intensity.LIGHT or found in many
        yield explanation(found, document.prose, wanted.language, level, short=short)


def _closing(wanted: TransformRequest, document: Document, reader: Reader) -> Iterator[Edit]:
    """The last line: what an engineer's message means for users, or what a user's may mean to an engineer."""
    if reader.may_get_effects and wanted.intensity > Intensity.LIGHT:
        line = effect_line(document, wanted.language)
        yield from [line] if line else []
    if reader.may_report_symptoms:
        line = symptom_line(symptoms_in(document, wanted.language), document, wanted)
        yield from [line] if line else []


def _questions(
    wanted: TransformRequest, document: Document, reader: Reader, settled: Settled, topics: Topics
) -> tuple[Question, ...]:
    open_ones = [p for p in settled.open if any(reader.is_stranger_to(word, topics.fields) for word in p.words)]
    seen = symptoms_in(document, wanted.language) if reader.may_report_symptoms else ()
    asked = [*sense_questions(open_ones, wanted), *symptom_questions(seen, document, wanted)]
    return tuple(Question(f"q{n}", q.text, q.why, q.start, q.end) for n, q in enumerate(asked, 1))


def _left_alone(wanted: TransformRequest) -> frozenset[str]:
    kept = (entry.term for entry in wanted.glossary if entry.kind == "preserve")
    return frozenset(term.lower() for term in (*wanted.preserve_terms, *kept))
