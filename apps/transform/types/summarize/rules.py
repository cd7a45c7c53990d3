"""Summarize: the decision first, then who, what and when, in the writer's own words.

A summary is at most 70, 50 or 30 % of the original by intensity. Negatives, conditions, figures, owners and dates of
what is kept stay. A text that is short already comes back with its fillers taken out, or as it is.
"""

import re
from collections.abc import Sequence
from itertools import islice

from apps.analyze.language.document import Document
from apps.transform.contracts import Caution, Draft, TransformRequest
from apps.transform.rewriting.roles import Role, Statement, read_statements
from apps.transform.rewriting.roles.statement import FRAME
from apps.transform.rewriting.rulebook import reason_text
from apps.transform.types.summarize.antecedents import with_antecedents
from apps.transform.types.summarize.owners import with_owners
from apps.transform.types.summarize.rank import holds_fact
from apps.transform.types.summarize.references import closing_line
from apps.transform.types.summarize.select import Line, room, select

Spans = tuple[tuple[int, int], ...]
SHORT = {"ja": 60, "en": 140}
"""Up to this many characters there is nothing to summarise (two short sentences)."""


def write(wanted: TransformRequest, document: Document) -> Draft:
    """The summary; no edits where it would not be shorter than the message."""
    told = read_statements(document, wanted.language, merged=False)
    kept = (s for s in told if s.role not in FRAME and not s.verbatim)
    whole = (s for s in with_antecedents(document, kept, wanted.language) if not _is_meta(s))
    matter = with_owners(whole, wanted.language)
    if not matter or len(document.text) <= SHORT[wanted.language]:
        return Draft()
    text, lines = _summary(wanted, document, matter, _label(told))
    if not 0 < len(text) < len(document.text.strip()):
        return Draft()
    left_out = _left_out(document, lines)
    return Draft(composed=text, reason="summarized", left_out=left_out, cautions=_cautions(wanted, document, left_out))


def _left_out(document: Document, lines: list[Line]) -> Spans:
    """What lies between the statements that the summary says."""
    told = sorted((line.statement.start, line.statement.end) for line in lines)
    ends, starts = [0, *(end for _start, end in told)], [*(start for start, _end in told), len(document.text)]
    return tuple((end, start) for end, start in zip(ends, starts, strict=True) if end < start)


def _cautions(wanted: TransformRequest, document: Document, left_out: Spans) -> tuple[Caution, ...]:
    """One word of warning, at the first place left out that holds a figure or a negative."""
    told = ((start, end) for start, end in left_out if holds_fact(document.prose[start:end]))
    message = reason_text("summarize.left_out", wanted.reader_language)
    return tuple(Caution("summarize.left_out", message, start, end) for start, end in islice(told, 1))


def _is_meta(statement: Statement) -> bool:
    """Whether a heading only says what kind of message it is; an announcement with a figure names its matter."""
    names_matter = any(c.isdigit() for c in statement.text) and not RECORD.search(statement.text)
    return statement.role is Role.HEADING and not names_matter


RECORD = re.compile(
    r"議事|メモ|まとめ|報告|共有|相談|\b(?:minutes|notes|summary|recap|write-?up|agenda|request|question|update)\b",
    re.I,
)


def _label(told: Sequence[Statement]) -> str:
    """The mark at the head that says how to treat the message, with a line break; empty where there is none."""
    return next((f"{s.text}\n" for s in told[:2] if LABEL.fullmatch(s.text)), "")


LABEL = re.compile(r"【[^】\n]{0,6}(?:秘|取扱注意|重要|至急|緊急|要(?:返信|対応|確認))[^】\n]{0,6}】")


def _summary(
    wanted: TransformRequest, document: Document, matter: list[Statement], label: str
) -> tuple[str, list[Line]]:
    """Lines that fit beside the closing line; the line is measured first, since what it holds may not be dropped."""
    budget = room(len(document.text), wanted.language, wanted.intensity, label)
    lines = select(matter, wanted.language, wanted.intensity, budget)
    closing = closing_line(document, _text(lines, wanted), wanted.language)
    if closing:
        lines = select(matter, wanted.language, wanted.intensity, max(budget - len(closing) - 1, budget // 2))
        closing = closing_line(document, _text(lines, wanted), wanted.language)
    return label + "\n".join(part for part in (_text(lines, wanted), closing) if part), lines


def _text(lines: list[Line], wanted: TransformRequest) -> str:
    if len(lines) > MOST_INLINE or any("\n" in line.text or line.statement.below for line in lines):
        return "\n".join(_listed(line) for line in lines)
    stop, glue = ("。", "") if wanted.language == "ja" else (".", " ")
    return glue.join(_stopped(line.text, stop) for line in lines)


MOST_INLINE = 6


def _listed(line: Line) -> str:
    return f"- {line.text}" + (f"\n{line.statement.below}" if line.statement.below else "")


def _stopped(text: str, stop: str) -> str:
    return text if text.endswith((stop, "?", "？", "!", "！", ".", "。")) else text + stop
