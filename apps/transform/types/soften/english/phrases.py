"""Applies the phrase rules to a sentence: where they match, what they write."""

import re
from collections.abc import Iterator
from functools import lru_cache

from apps.analyze.language.document import Document
from apps.analyze.language.sentences import Sentence, split_sentences
from apps.transform.contracts import Edit
from apps.transform.rewriting.orders.english.openings import cased, past_lead
from apps.transform.rewriting.orders.english.verbs import Verb, verb_by_form, verb_of
from apps.transform.types.soften.english.noun_phrases import NounPhrase
from apps.transform.types.soften.english.phrase_rules import PhraseRule, phrase_rules
from apps.transform.types.soften.english.shouting import calmed

AGREEING = {
    "needs": {"is": "needs work", "are": "need work", "was": "needed work", "were": "needed work"}
    | {"looks like": "needs work", "look like": "need work"},
    "hard": {"makes": "is", "make": "are"},
    "pronoun": {"these": "these", "those": "those", "that": "that"}
    | dict.fromkeys(("this", "the", "your", "my", "our"), "this"),
    "we": {"me": "I", "us": "we"},
    "n": dict.fromkeys("aeiou", "n"),
    "told": {"me": "I wasn't told", "us": "we weren't told", "anyone": "nobody was told", "anybody": "nobody was told"},
}
"""What a template writes for a captured word that something else has to agree with: %be.needs%, %vowel.n%."""

CLAUSE_JOINT = re.compile(
    r"[,;:–—] |- |\b(?:and|but|because|so|since|(?<!impression )(?<!noticed )that) |\ue000[,:]? ", re.I
)
Match = tuple[PhraseRule, re.Match[str]]
SLOT = re.compile(r"%([a-z]+)(?:\.([a-z]+))?%")


def phrase_edits(document: Document, intensity: int) -> Iterator[Edit]:
    """The edits that the phrase rules propose, sentence by sentence; of one sentence those that cover most first."""
    matches = _matches_by_prose(document)
    for sentence in rewritable_sentences(document):
        found = [
            edit
            for rule, match in matches[sentence.prose]
            if (template := rule.template(intensity)) is not None
            for edit in _edit(rule, template, match, sentence, document)
        ]
        yield from sorted(found, key=lambda edit: edit.start - edit.end)


def rewritable_sentences(document: Document) -> list[Sentence]:
    """The sentences that a rule may read."""
    return [sentence for sentence in split_sentences(document, "en") if not sentence.is_opaque]


@lru_cache(maxsize=8)
def _matches_by_prose(document: Document) -> dict[str, tuple[Match, ...]]:
    """Where the rules match, whatever the intensity: three variants of a text are read once."""
    return {prose: _found(prose) for prose in {sentence.prose for sentence in rewritable_sentences(document)}}


def _found(prose: str) -> tuple[Match, ...]:
    return tuple((rule, match) for rule, pattern in phrase_rules() for match in _matches(rule, pattern, prose))


def _matches(rule: PhraseRule, pattern: re.Pattern[str], prose: str) -> Iterator[re.Match[str]]:
    if rule.at == "any":
        yield from pattern.finditer(prose)
    else:
        starts = sentence_starts(prose) if rule.at == "whole" else clause_starts(prose)
        yield from (match for at in starts if (match := pattern.match(prose, at)))


@lru_cache(maxsize=64)
def sentence_starts(prose: str) -> tuple[int, ...]:
    """Where the words of a sentence may begin: at once, or past a greeting."""
    return tuple(sorted({0, past_lead(prose)}))


@lru_cache(maxsize=64)
def clause_starts(prose: str) -> tuple[int, ...]:
    """Where a clause may begin: at the start, past a greeting, and after what joins clauses."""
    return tuple(sorted({*sentence_starts(prose), *(match.end() for match in CLAUSE_JOINT.finditer(prose))}))


def _edit(
    rule: PhraseRule, template: str, match: re.Match[str], sentence: Sentence, document: Document
) -> Iterator[Edit]:
    written = _fill(template, match)
    if written is None:
        return
    start, end = sentence.start + match.start(), sentence.start + match.end()
    if written == "":
        yield from _drop(rule, start, end, sentence, document)
    else:
        yield Edit(start, end, cased(calmed(written), document.text[start], start == sentence.start), rule.reason)


def _drop(rule: PhraseRule, start: int, end: int, sentence: Sentence, document: Document) -> Iterator[Edit]:
    text = document.text
    if start > sentence.start or end >= sentence.end:
        yield from _drop_rest(rule, start, end, document)
    else:
        end += len(text[end : sentence.end]) - len(text[end : sentence.end].lstrip(" ,"))
        first = document.prose[end : end + 1]
        if first.isalpha() and text[start].isupper():
            yield Edit(start, end + 1, text[end].upper(), rule.reason)
        else:
            yield Edit(start, end, "", rule.reason)


def _drop_rest(rule: PhraseRule, start: int, end: int, document: Document) -> Iterator[Edit]:
    """Drop what no capital letter depends on, with the space that would be left over; never the whole message."""
    text = document.text
    if _own_line(text, start, end):
        yield Edit(start, end + len(text[end:]) - len(text[end:].lstrip("\n")), "", rule.reason)
    elif text[:start].strip() or text[end:].strip():
        after = len(text[end:]) - len(text[end:].lstrip(" "))
        before = len(text[:start]) - len(text[:start].rstrip(" ,"))
        at_end = text[end + after : end + after + 1] in ("", "\n", ".", ",", "!", "?")
        behind = at_end or _is_sentence(text, start - before, end)
        yield Edit(start - before, end, "", rule.reason) if behind else Edit(start, end + after, "", rule.reason)


def _is_sentence(text: str, before: int, end: int) -> bool:
    """Whether what is dropped is a whole sentence behind another: each of several takes the space before it."""
    return before > 0 and text[before - 1] in ".!?…" and text[before] == " " and text[end - 1] in ".!?…"


def _own_line(text: str, start: int, end: int) -> bool:
    """Whether a phrase stands on a line of its own, with lines before and after it."""
    return text[:start].endswith("\n") and text[end:].startswith("\n") and bool(text[end:].strip())


def _fill(template: str, match: re.Match[str]) -> str | None:
    named = {name: text for name, text in match.groupdict().items() if text is not None}
    values = {name: _value(name, _inner(text, match.start(name) == match.start())) for name, text in named.items()}
    if any(value is None for value in values.values()):
        return None
    return SLOT.sub(lambda slot: _slot(values.get(slot[1], ""), slot[2]), template)


def _inner(text: str, first: bool) -> str:
    """A captured word without the capital that it had as the first of its sentence."""
    keeps = not first or re.match(r"I\b|[A-Z]{2}", text)
    return text if keeps else text[:1].lower() + text[1:]


def _value(name: str, text: str) -> str | Verb | NounPhrase | None:
    if name == "verb":
        return verb_of(text)
    if name in ("past", "participle", "gerund"):
        return verb_by_form(text, name)
    return NounPhrase(text) if name == "np" else text


def _slot(value: str | Verb | NounPhrase | None, attribute: str | None) -> str:
    if isinstance(value, Verb):
        return str(getattr(value, attribute or "base"))
    if attribute and isinstance(value, str):
        return AGREEING[attribute].get(value.lower(), "")
    return str(getattr(value, attribute)) if attribute else str(value)
