"""Words that the reader's side may not know, explained."""

from collections.abc import Iterable

from apps.analyze.contracts import Side
from apps.analyze.language.document import Document
from apps.transform.contracts import ExplainedTerm, GlossaryEntry, Language
from apps.transform.types.terminology.lexicon import Lexicon, built_in, own_words
from apps.transform.types.terminology.match import find_terms


def explain_terms(
    document: Document, language: Language, receiver: Side | None, glossary: Iterable[GlossaryEntry]
) -> tuple[ExplainedTerm, ...]:
    """Each term once, where it first stands: the organization's words first, then the built-in ones of the other side.

    For a reader whose side isn't known both sides' words are explained.
    """
    entries = tuple(glossary)
    kept = frozenset(entry.term.lower() for entry in entries if entry.kind == "preserve")
    found = find_terms(document, [own_words(entries, language), *_built_in(receiver, language)], language, kept)
    return tuple(ExplainedTerm(term.text, term.word.gloss, term.start, term.end) for term in found)


def _built_in(receiver: Side | None, language: Language) -> list[Lexicon]:
    """An engineer knows the words of IT, everybody else those of business."""
    business = [] if receiver == "business" else [built_in("business", language)]
    return [*([] if receiver == "engineer" else [built_in("it", language)]), *business]
