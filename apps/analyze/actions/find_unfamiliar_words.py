"""Words of a text that its reader may not know: jargon, acronyms, and words in katakana or Latin letters that no list has."""

import re
from collections.abc import Iterator, Sequence

from apps.analyze.contracts import Language
from apps.analyze.language.names import ACRONYM, HONORIFIC, LATIN, NO_NAMES
from apps.analyze.language.people import PERSON
from apps.analyze.language.tokens import Token
from apps.analyze.lenses.familiar_words import is_familiar
from apps.analyze.lenses.jargon import measure_jargon
from apps.analyze.lenses.subject import Subject

KATAKANA = re.compile(r"[ァ-ヴー]{3,}")
SHORTEST, LONGEST = 2, 40
"""Characters of a word that counts."""


def find_unfamiliar_words(*, text: str, language: Language) -> tuple[str, ...]:
    """Each once, as first written, in the order of the text. Names of people, links, addresses and code don't count."""
    subject = Subject(text, language)
    jargon = [(term.start, term.text) for term in measure_jargon(subject).terms]
    latin, katakana = _latin(subject.prose, language), _katakana(subject)
    found: dict[str, str] = {}
    for _, word in sorted([*jargon, *latin, *katakana]):
        if SHORTEST <= len(word) <= LONGEST:
            found.setdefault(word.lower(), word)
    return tuple(found.values())


def _latin(prose: str, language: Language) -> Iterator[tuple[int, str]]:
    """In Japanese any Latin word that isn't everyday English; in English acronyms and words with a capital inside."""
    people = {match.start() for match in HONORIFIC.finditer(prose)}
    for match in (LATIN if language == "ja" else ACRONYM).finditer(prose):
        word = match[0].lower()
        if match.start() not in people and word not in NO_NAMES and not is_familiar(word):
            yield match.start(), match[0]


def _katakana(subject: Subject) -> Iterator[tuple[int, str]]:
    for start, tokens in subject.tokens:
        sentence = subject.prose[start : start + tokens[-1].end] if tokens else ""
        for match in KATAKANA.finditer(sentence):
            if _is_unlisted([token for token in tokens if match.start() <= token.start < match.end()]):
                yield start + match.start(), match[0]


def _is_unlisted(parts: Sequence[Token]) -> bool:
    """Whether the dictionary has no such word as a whole, and no person of that name."""
    whole = len(parts) == 1 and parts[0].known
    return not whole and all(part.category != PERSON for part in parts)
