"""The story of reading: look ▸ sort what is said ▸ explain the words ▸ sum up ▸ draft a reply. Pure; no model is asked."""

from collections.abc import Iterable

from apps.analyze.actions.find_double_meanings import find_double_meanings
from apps.analyze.language.document import read_document
from apps.transform.contracts import GlossaryEntry, Language, MessageReading
from apps.transform.reading.asks import asks_in
from apps.transform.reading.reply import draft_reply
from apps.transform.reading.sorting import sort_statements
from apps.transform.reading.summary import sum_up
from apps.transform.reading.terms import explain_terms
from apps.transform.rewriting.roles import read_statements
from apps.transform.rewriting.roles.audience import side_of
from tonebridge.resilience import deadline


def read_for(
    text: str,
    language: Language,
    *,
    receiver_role: str = "",
    glossary: Iterable[GlossaryEntry] = (),
    reader_language: Language | None = None,
) -> MessageReading:
    """The reading of one message for a role. Words with two meanings are told in `reader_language`, or the text's own."""
    document = read_document(text)
    told = read_statements(document, language, merged=False)
    deadline.check()
    asks, side = asks_in(document, told, language), side_of(receiver_role)
    deadline.check()
    said = sort_statements(document, told, asks, language)
    meanings = find_double_meanings(text=text, language=language, receiver=side, reader_language=reader_language)
    deadline.check()
    return MessageReading(
        language=language,
        asks=asks,
        facts=said.facts,
        guesses=said.guesses,
        feelings=said.feelings,
        terms=explain_terms(document, language, receiver_role, glossary),
        double_meanings=meanings,
        summary=sum_up(document, told, asks, said.guesses, language),
        reply_draft=draft_reply(document, asks, said, side, language),
    )
