"""Words that the reader may not know, explained."""

from collections.abc import Iterable

from apps.analyze.language.document import Document
from apps.analyze.language.width import fold
from apps.transform.contracts import ExplainedTerm, GlossaryEntry, Language
from apps.transform.rewriting.roles.fields import FIELDS, fields_of
from apps.transform.types.terminology.lexicon import built_in, own_words
from apps.transform.types.terminology.match import Found, find_places
from apps.transform.types.terminology.reader import Reader
from apps.transform.types.terminology.senses import settle_senses
from apps.transform.types.terminology.topics import topics_of


def explain_terms(
    document: Document, language: Language, receiver_role: str, glossary: Iterable[GlossaryEntry]
) -> tuple[ExplainedTerm, ...]:
    """Each term once, where it first stands: the organization's words, and those of fields that the receiver isn't at home in.

    For a reader who isn't known the words of every field are explained.
    """
    entries = tuple(glossary)
    kept = frozenset(entry.term.lower() for entry in entries if entry.kind == "preserve")
    places = find_places(document, [own_words(entries, language), built_in(language)], language, kept)
    topics = topics_of(fold(document.prose), places, None, language)
    reader = Reader(fields_of(receiver_role))
    first: dict[str, Found] = {}
    for found in settle_senses(places, topics, document.prose).found:
        if reader.is_stranger_to(found.word, frozenset(FIELDS)):
            first.setdefault(found.word.key, found)
    return tuple(
        ExplainedTerm(found.text, found.word.gloss, found.start, found.end)
        for found in first.values()
        if not found.closed
    )
