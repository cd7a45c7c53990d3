"""Summarize: the decision first, then who, what and when, in the writer's own words.

A summary is at most 70, 50 or 30 % of the original by intensity. Negatives, conditions, figures, owners and dates of
what is kept stay. A text that is short already comes back with its fillers taken out, or as it is.
"""

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
from apps.transform.types.summarize.select import SHARE, Line, select

Spans = tuple[tuple[int, int], ...]
SHORT = {"ja": 60, "en": 140}
"""Up to this many characters there is nothing to summarise (two short sentences)."""


def write(wanted: TransformRequest, document: Document) -> Draft:
    """The summary; no edits where it would not be shorter than the message."""
    told = read_statements(document, wanted.language, merged=False)
    kept = (s for s in told if s.role not in FRAME and not s.verbatim and not _is_meta(s))
    matter = with_owners(with_antecedents(document, kept), wanted.language)
    if not matter or len(document.text) <= SHORT[wanted.language]:
        return Draft()
    text, lines = _summary(wanted, document, matter)
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
    return statement.role is Role.HEADING and not any(c.isdigit() for c in statement.text)


def _summary(wanted: TransformRequest, document: Document, matter: list[Statement]) -> tuple[str, list[Line]]:
    """Lines that fit beside the closing line; the line is measured first, since what it holds may not be dropped."""
    budget = int(len(document.text) * SHARE[wanted.intensity])
    lines = select(matter, wanted.language, wanted.intensity, budget)
    closing = closing_line(document, _text(lines, wanted), wanted.language)
    if closing:
        lines = select(matter, wanted.language, wanted.intensity, max(budget - len(closing) - 1, budget // 2))
        closing = closing_line(document, _text(lines, wanted), wanted.language)
    return "\n".join(part for part in (_text(lines, wanted), closing) if part), lines


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
