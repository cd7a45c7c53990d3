"""Sentences for whoever reads a result, whose language need not be that of the message, of the thread's request, or of its first reader."""

from dataclasses import replace

from django.utils import translation
from django.utils.translation import gettext

from apps.transform.contracts import Language, Question, UnsurePassage
from apps.transform.rewriting.rulebook import reason_in


def in_reader_language(sentence: str, reader: Language) -> str:
    """A sentence of the catalogue (marked with `gettext_noop`) in that language."""
    with translation.override(reader):
        return gettext(sentence)


def as_read_in(reader: Language, question: Question) -> Question:
    """A question of a kept result, whose text is in the message's language, with the reason for it in the reader's."""
    return replace(question, why=reason_in(question.why, reader))


def passage_as_read_in(reader: Language, passage: UnsurePassage) -> UnsurePassage:
    """An unsure passage of a kept result, with why it is one in the reader's language."""
    return replace(passage, message=reason_in(passage.message, reader))
