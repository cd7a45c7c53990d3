"""Cells that a spreadsheet may open: what it would take for a formula is disarmed with an apostrophe (OWASP CSV injection).

`plain_cell` takes off what `safe_cell` put there, so a table that went out comes in again as it was.
"""

import re
import unicodedata

SIGNS = "=+-@\u2212"
"""What a formula begins with, once full-width and small forms are folded (NFKC); and the minus sign, which folding leaves."""
FORMS = "".join(chr(code) for code in range(0x10000) if unicodedata.normalize("NFKC", chr(code))[:1] in tuple(SIGNS))
EQUALS = "".join(form for form in FORMS if unicodedata.normalize("NFKC", form)[:1] == "=")
BLANK = "\\s\u200b-\u200f\u2060\ufeff"
"""Blanks, and what has no width at all: a spreadsheet may drop both."""

BEGINNING = re.compile(rf"(\A)('*)(?=[\t\r\n\0]|[{BLANK}]*[{re.escape(FORMS)}])")
ELSEWHERE = re.compile(
    rf"([;\t\r\n][ \"]*)('*)(?=[{re.escape(EQUALS)}](?![{re.escape(EQUALS)}]*[ \t]*(?:[\r\n]|\Z)))"
    rf"|([;\t]\"*)('*)(?=[{re.escape(FORMS)}][\w(])"
)
"""Where a spreadsheet that parts columns elsewhere than we do would begin another cell. `- ` and `@` at the beginning of a line
are lists and people, and a line of nothing but `=` is a rule below a heading: they stay."""


def safe_cell(value: str) -> str:
    """The value as a spreadsheet shows it and never runs it."""
    return ELSEWHERE.sub(_one_more, BEGINNING.sub(_one_more, value, count=1))


def plain_cell(cell: str) -> str:
    """The value of a cell, trimmed, without the apostrophes that `safe_cell` put there."""
    return BEGINNING.sub(_one_less, ELSEWHERE.sub(_one_less, cell), count=1).strip()


def _one_more(found: re.Match[str]) -> str:
    return f"{found[0]}'"


def _one_less(found: re.Match[str]) -> str:
    return found[0].removesuffix("'")
