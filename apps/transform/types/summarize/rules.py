"""Summarize: the decision first, then who, what and when, in the writer's own words.

A summary is at most 70, 50 or 30 % of the original by intensity. Negatives, conditions, figures, owners and dates of
what is kept stay. A text that is short already comes back with its fillers taken out, or as it is.
"""

from apps.analyze.language.document import Document
from apps.transform.contracts import Draft, TransformRequest
from apps.transform.rewriting.roles import Role, Statement, read_statements
from apps.transform.rewriting.roles.statement import FRAME
from apps.transform.types.summarize.antecedents import with_antecedents
from apps.transform.types.summarize.owners import with_owners
from apps.transform.types.summarize.references import closing_line
from apps.transform.types.summarize.select import SHARE, Line, select

SHORT = {"ja": 60, "en": 140}
"""Up to this many characters there is nothing to summarise (two short sentences)."""


def write(wanted: TransformRequest, document: Document) -> Draft:
    """The summary; no edits where it would not be shorter than the message."""
    told = read_statements(document, wanted.language, merged=False)
    kept = (s for s in told if s.role not in FRAME and not s.verbatim and not _is_meta(s))
    matter = with_owners(with_antecedents(document, kept), wanted.language)
    if not matter or len(document.text) <= SHORT[wanted.language]:
        return Draft()
    text = _summary(wanted, document, matter)
    return Draft(composed=text, reason="summarized") if 0 < len(text) < len(document.text.strip()) else Draft()


def _is_meta(statement: Statement) -> bool:
    return statement.role is Role.HEADING and not any(c.isdigit() for c in statement.text)


def _summary(wanted: TransformRequest, document: Document, matter: list[Statement]) -> str:
    """Lines that fit beside the closing line; the line is measured first, since what it holds may not be dropped."""
    budget = int(len(document.text) * SHARE[wanted.intensity])
    lines = select(matter, wanted.language, wanted.intensity, budget)
    closing = closing_line(document, _text(lines, wanted), wanted.language)
    if closing:
        lines = select(matter, wanted.language, wanted.intensity, max(budget - len(closing) - 1, budget // 2))
        closing = closing_line(document, _text(lines, wanted), wanted.language)
    return "\n".join(part for part in (_text(lines, wanted), closing) if part)


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
