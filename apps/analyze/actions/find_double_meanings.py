"""Words that the sender's and the receiver's side read differently."""

from typing import Literal

from apps.analyze.contracts import DoubleMeaning, Language, Side
from apps.analyze.language.detect import detect_language
from apps.analyze.lenses.double_meanings import find_in
from apps.analyze.lenses.subject import Subject


def find_double_meanings(
    *,
    text: str,
    language: Literal["auto", "ja", "en"] = "auto",
    sender: Side | None = None,
    receiver: Side | None = None,
    reader_language: Language | None = None,
) -> tuple[DoubleMeaning, ...]:
    """Places where a word is heard in two ways, in order and disjoint; each word once.

    A side that is None isn't known: the word is told as if the other side might read it. Between two people of one side
    there is none. What each hears comes in `reader_language`, or in the text's own.
    """
    own = detect_language(text) if language == "auto" else language
    return find_in(Subject(text, own), sender=sender, receiver=receiver, reader_language=reader_language or own)
