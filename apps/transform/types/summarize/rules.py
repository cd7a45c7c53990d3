"""Summarize: the main event with its subject first, then decisions, requests and deadlines, in the writer's own words.

It leaves out whole sentences that are surely light (greetings, thanks, small talk, heat) or surely beside the point, and shortens by deletions
that grammar allows. What isn't sure stays, so that no length is promised.
"""

import re
from collections.abc import Sequence
from itertools import islice

from apps.analyze.language.document import Document
from apps.transform.contracts import Caution, Draft, TransformRequest, Unsure
from apps.transform.rewriting.roles import Statement, read_statements
from apps.transform.rewriting.rulebook import reason_text
from apps.transform.rewriting.worth import Passage, orders_to_models, passages_of
from apps.transform.types.summarize.arrange import Arranged, Told, arrange, untied, weighed
from apps.transform.types.summarize.fitting import fitted
from apps.transform.types.summarize.options import recommended_first
from apps.transform.types.summarize.rank import holds_fact
from apps.transform.types.summarize.references import closing_line

Spans = tuple[tuple[int, int], ...]
SHORT = {"ja": 120, "en": 200}
"""Up to this many characters a message is trimmed, not cut down."""
PLAIN_WORD = re.compile(r"[a-z]+\b(?![._/(])")
SUBJECT_UNSURE = "subject_unsure"
LABEL = re.compile(r"【[^】\n]{0,6}(?:秘|取扱注意|重要|至急|緊急|要(?:返信|対応|確認))[^】\n]{0,6}】")


def write(wanted: TransformRequest, document: Document) -> Draft:
    """The summary; no edits where nothing of the message can go."""
    read = read_statements(document, wanted.language, merged=False)
    passages = [p for p in passages_of(document, read, wanted.language) if not LABEL.fullmatch(p.text)]
    orders = orders_to_models(passages, document.text, wanted.language)
    told = [p for p in passages if p not in orders]
    arranged = _short(told, document, wanted) or arrange(told, wanted.language, strong=wanted.intensity == STRONGEST)
    lines = _fitted(arranged, document, wanted)
    text = _label(read) + _with_references(lines, document, wanted)
    if not lines or len(text) >= len(document.text.strip()):
        return Draft(unsure=_unsure(arranged, document))
    left_out = _left_out(document, lines)
    cautions = _cautions(wanted, document, left_out)
    return Draft(
        composed=text, reason="summarized", left_out=left_out, cautions=cautions, unsure=_unsure(arranged, document)
    )


STRONGEST = 3


def _short(told: Sequence[Passage], document: Document, wanted: TransformRequest) -> Arranged | None:
    """All that isn't light, of a message too short to be cut down."""
    if len(document.text) > SHORT[wanted.language]:
        return None
    return Arranged(untied(weighed(told, wanted.language), told, wanted.language), sure=True)


def _fitted(arranged: Arranged, document: Document, wanted: TransformRequest) -> list[Told]:
    if len(document.text) <= SHORT[wanted.language]:
        return list(arranged.told)
    strong = wanted.intensity > 1
    chosen = recommended_first(arranged.told, wanted.language, strong=strong)
    return fitted(chosen, len(document.text), wanted.language, wanted.intensity)


def _unsure(arranged: Arranged, document: Document) -> tuple[Unsure, ...]:
    """Where side matters were seen and nothing that outweighs them: the first sentences, kept, to be looked at."""
    if arranged.sure or not arranged.told:
        return ()
    first = arranged.told[0].passage
    return (Unsure(first.start, first.end, SUBJECT_UNSURE),)


def _left_out(document: Document, lines: Sequence[Told]) -> Spans:
    """What lies between the sentences that the summary says."""
    told = sorted((line.passage.start, line.passage.end) for line in lines)
    ends, starts = [0, *(end for _start, end in told)], [*(start for start, _end in told), len(document.text)]
    gaps = ((end, start) for end, start in zip(ends, starts, strict=True))
    return tuple((end, start) for end, start in gaps if document.text[end:start].strip())


def _cautions(wanted: TransformRequest, document: Document, left_out: Spans) -> tuple[Caution, ...]:
    """One word of warning, at the first place left out that holds a figure or a negative."""
    told = ((start, end) for start, end in left_out if holds_fact(document.prose[start:end]))
    message = reason_text("summarize.left_out", wanted.reader_language)
    return tuple(Caution("summarize.left_out", message, start, end) for start, end in islice(told, 1))


def _label(read: Sequence[Statement]) -> str:
    """The mark at the head that says how to treat the message, with a line break; empty where there is none."""
    return next((f"{s.text}\n" for s in read[:2] if LABEL.fullmatch(s.text)), "")


def _with_references(lines: Sequence[Told], document: Document, wanted: TransformRequest) -> str:
    """The lines, and a last one with every mention, link and code that they lack."""
    text = _text(lines, wanted)
    return "\n".join(part for part in (text, closing_line(document, text, wanted.language)) if part)


def _text(lines: Sequence[Told], wanted: TransformRequest) -> str:
    if any("\n" in line.text or line.passage.below for line in lines):
        return "\n".join(_listed(line, wanted.language) for line in lines)
    stop, glue = ("。", "") if wanted.language == "ja" else (".", " ")
    return glue.join(_stopped(_capital(line.text, wanted.language), stop) for line in lines)


def _listed(line: Told, language: str) -> str:
    return f"- {_capital(line.text, language)}" + (f"\n{line.passage.below}" if line.passage.below else "")


def _capital(text: str, language: str) -> str:
    """A sentence whose greeting is gone begins with a capital, where its first word is a plain one."""
    return text[:1].upper() + text[1:] if language == "en" and PLAIN_WORD.match(text) else text


def _stopped(text: str, stop: str) -> str:
    return text if text.endswith((stop, "?", "？", "!", "！", ".", "。")) else text + stop
