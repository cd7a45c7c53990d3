"""Read a received message for the one who got it."""

from apps.accounts.contracts import Principal
from apps.analyze.language.detect import detect_language
from apps.transform.contracts import Language, MessageReading
from apps.transform.queries.known_words import words_for
from apps.transform.reading.read import read_for


def read_message(
    *, principal: Principal | None, text: str, receiver_role: str = "", reader_language: Language | None = None
) -> MessageReading:
    """What is asked, known, guessed and felt, with the words of the other side and of the reader's organization explained.

    Nothing is charged or kept. A visitor (None) has no glossary of his own.
    """
    glossary = words_for(principal) if principal else ()
    language = detect_language(text)
    return read_for(text, language, receiver_role=receiver_role, glossary=glossary, reader_language=reader_language)
