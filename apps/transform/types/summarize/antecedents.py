"""A statement that means nothing without the one before it (うち60通は…, of these …, I'm not sure yet) is told together with it or not at all."""

import re
from collections.abc import Iterable
from dataclasses import replace

from apps.analyze.language.document import Document
from apps.transform.rewriting.roles import Role, Statement
from apps.transform.rewriting.roles.leaning import leans_back

MEANWHILE = re.compile(
    r"(?:この|その)間|それまで|(?:during|in) (?:that|this) (?:time|period|window)\b|(?:until|by) then\b", re.I
)
"""A sentence about the time that the sentence before it names."""
ANNOUNCES = re.compile(r"(?:案内|お知らせ)(?:です|となります|(?:いた)?します)")
TOPIC_JA = re.compile(r"[はがも]")
SENTENCE_END = re.compile(r"[。.!?]\s*")


def with_antecedents(document: Document, statements: Iterable[Statement], language: str) -> list[Statement]:
    """The statements, those that lean on another one joined to it in the words of the message."""
    joined: list[Statement] = []
    for statement in statements:
        before = joined[-1] if joined else None
        if before and _needs_sentence(before, statement, language):
            joined = _joined(document, joined, statement, before.sentence)
        elif before and before.sentence == statement.sentence and leans_back(statement.text, language):
            joined = [*joined[:-1], _together(document, before, statement)]
        else:
            joined.append(statement)
    return joined


def _needs_sentence(before: Statement, statement: Statement, language: str) -> bool:
    """Whether a statement says nothing without the sentence before it: its time, or the matter that is announced."""
    if before.sentence != statement.sentence - 1:
        return False
    announced = before.role is Role.HEADING and bool(ANNOUNCES.search(before.text))
    unnamed = announced and language == "ja" and not TOPIC_JA.search(statement.text)
    return unnamed or bool(MEANWHILE.match(statement.text))


def halves(statement: Statement) -> tuple[Statement, Statement] | None:
    """A sentence that MEANWHILE joined to the one before it, and that one, apart again; None for others."""
    for end in SENTENCE_END.finditer(statement.text):
        if MEANWHILE.match(statement.text, end.end()):
            place = statement.start + end.end()
            head = replace(statement, end=place, text=statement.text[: end.end()].rstrip(" 。."), below="")
            return head, replace(statement, start=place, text=statement.text[end.end() :])
    return None


def _joined(document: Document, told: list[Statement], statement: Statement, sentence: int) -> list[Statement]:
    """The statement together with the whole sentence before it."""
    rest = [s for s in told if s.sentence != sentence]
    first = told[len(rest)]
    return [*rest, _together(document, replace(first, role=statement.role), statement)]


def _together(document: Document, before: Statement, statement: Statement) -> Statement:
    between = document.text[before.start : statement.start].replace("\n", " ")
    text = between + document.text[statement.start] + statement.text[1:]
    critical = before.critical or statement.critical
    return replace(statement, start=before.start, text=text, role=before.role, critical=critical)
