"""A message as numbered claims, for somebody who reads: its clauses, short ones joined, so that each says something of its own."""

import re
from collections.abc import Iterator

from apps.transform.contracts import Language
from apps.transform.factlock.clauses import ENGLISH_BREAK, JAPANESE_BREAK, SENTENCE_BREAK

LEAST: dict[Language, int] = {"ja": 14, "en": 32}
"""Characters that a claim has, where its sentence has as many: less is a fragment that nobody can judge."""
MOST_CLAIMS = 60
"""Of a longer text, each is longer."""
SAYS = re.compile(r"[^\W_]")


def claims_of(text: str, language: Language) -> tuple[str, ...]:
    """The claims of a masked text, in its order and its words; what holds no letter and no digit is none."""
    least = max(LEAST[language], len(text) // MOST_CLAIMS)
    sentences = (text[start:end] for start, end in _between(SENTENCE_BREAK, text))
    found = [part.strip() for sentence in sentences for part in _parts(sentence, language, least)]
    return tuple(part for part in found if SAYS.search(part))


def _parts(sentence: str, language: Language, least: int) -> Iterator[str]:
    """A sentence in pieces of `least` characters and more, cut where a clause ends."""
    breaks, held = JAPANESE_BREAK if language == "ja" else ENGLISH_BREAK, ""
    for start, end in _between(breaks, sentence):
        held += sentence[start:end]
        if len(held.strip()) >= least and len(sentence) - end >= least:
            yield held
            held = ""
    yield held


def _between(breaks: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in sorted({found.end() for found in breaks.finditer(text)} | {len(text)}):
        yield start, end
        start = end
