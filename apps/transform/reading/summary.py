"""One or two sentences of the message that say what it is about and what it asks."""

from bisect import bisect_left
from collections.abc import Sequence

from apps.analyze.language.document import Document
from apps.transform.contracts import Ask, Language, Passage
from apps.transform.reading.spans import introduces, passage, says_something
from apps.transform.rewriting.roles import Role, Statement
from apps.transform.types.summarize.rank import ranked

LONGEST = 160
"""Code points a sentence may have; a longer one is cut."""
LEAST: dict[Language, int] = {"ja": 10, "en": 20}
"""Beside an ask, a shorter statement (code points) says too little to open a summary."""
FIRST_ASK = 1.5
"""What comes first is what the message was written for."""
STOPS = (".", "。", "!", "！", "?", "？", "…")


def sum_up(
    document: Document, told: Sequence[Statement], asks: Sequence[Ask], guesses: Sequence[Passage], language: Language
) -> str:
    """The certain statement that matters most, then the ask that does, as the message words them; else two asks."""
    telling = [s for s in told if says_something(s, document) and not introduces(s, language)]
    if not telling:
        return _sentence(document.text.strip(), language)
    scores = dict(zip(telling, ranked(telling, language), strict=True))
    asking = _asking(telling, asks)
    stating = set(telling).difference(asking)
    matter = [s for s in telling if s in stating and s.role is not Role.OWNER]
    if asking:
        scores[asking[0]] += FIRST_ASK
        guessed = {guess.end for guess in guesses}
        matter = [s for s in matter if len(s.text) >= LEAST[language] and _end(document, s) not in guessed]
    best = [*_best(matter, scores, 1), *_best(asking, scores, 1 if matter else 2)] or _best(telling, scores, 1)
    return ("" if language == "ja" else " ").join(_sentence(statement.text, language) for statement in best)


def _asking(telling: Sequence[Statement], asks: Sequence[Ask]) -> list[Statement]:
    """The statements that an ask begins in."""
    begins = sorted(ask.start for ask in asks)
    return [s for s in telling if bisect_left(begins, s.start) < bisect_left(begins, s.end)]


def _end(document: Document, statement: Statement) -> int:
    return passage(document, statement.start, statement.end).end


def _best(statements: Sequence[Statement], scores: dict[Statement, float], most: int) -> list[Statement]:
    """The highest, in the order of the message."""
    chosen = sorted(statements, key=lambda s: -scores[s])[:most]
    return sorted(chosen, key=lambda s: s.start)


def _sentence(text: str, language: Language) -> str:
    line = " ".join(text.split())
    if len(line) > LONGEST:
        return line[:LONGEST] + "…"
    return line if line.endswith(STOPS) or not line else line + ("。" if language == "ja" else ".")
