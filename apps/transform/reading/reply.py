"""A reply that is safe to start from: it thanks, repeats what was asked, asks back, and leaves slots for every answer."""

import re
from collections.abc import Iterator, Sequence

from apps.analyze.actions.find_double_meanings import find_double_meanings
from apps.analyze.contracts import Side
from apps.analyze.language.document import Document
from apps.transform.contracts import Ask, Language
from apps.transform.reading.asks import is_question
from apps.transform.reading.sorting import Said
from apps.transform.rewriting.rulebook import wording_beside
from apps.transform.types.clarify.findings import find_vague

WORDS = wording_beside(__file__)
MOST_ASKS, MOST_QUESTIONS = 5, 3
MENTIONED = re.compile(r"^(?:(?:<[@!#][^<>\s]{1,80}>|@[\w.-]{1,80})(?:さん|様)?[、,:]? ?)+")


def draft_reply(document: Document, asks: Sequence[Ask], said: Said, receiver: Side | None, language: Language) -> str:
    """The draft in the language of the message, in blocks."""
    words = {key: said[language] for key, said in WORDS.items()}
    opening = words["thanks"] + (words["glue"] + words["trouble"] if said.in_trouble else "")
    blocks = [opening, *_asked(asks, words), *_questions(document, receiver, words, language)]
    if len(blocks) == 1:
        return f"{opening}{words['glue']}{words['nothing']}\n{words['remark']}"
    return "\n\n".join(blocks)


def _asked(asks: Sequence[Ask], words: dict[str, str]) -> Iterator[str]:
    if asks:
        slots = (words["say"] if is_question(ask) else words["answer"] for ask in asks)
        quoted = (_quoted(ask.text) for ask in asks[:MOST_ASKS])
        lines = (f"{words['bullet']}{text}\n  → {slot}" for text, slot in zip(quoted, slots, strict=False))
        yield "\n".join([words["asked"], *lines])


def _questions(document: Document, receiver: Side | None, words: dict[str, str], language: Language) -> Iterator[str]:
    """What has to be asked back: words with two meanings, then what is vague; three at most."""
    open_words = find_double_meanings(text=document.text, language=language, receiver=receiver)
    meant = [words["meaning"].format(one.text, one.engineer, one.business) for one in open_words]
    taken = [(one.start, one.end) for one in open_words]
    vague = [v for v in find_vague(document, language) if not any(s < v.end and v.start < e for s, e in taken)]
    asked = [*meant, *(finding.rule.question.replace("%phrase%", finding.phrase) for finding in vague)]
    if asked:
        yield "\n".join([words["check"], *(f"{words['bullet']}{line}" for line in asked[:MOST_QUESTIONS])])


def _quoted(text: str) -> str:
    """On one line, without the mention at its head: a reply to somebody's call isn't addressed to oneself."""
    return MENTIONED.sub("", " ".join(text.split()))
