"""Lines that are headings by their own marks, in what we write and in what is written to us."""

import re

MARKED = re.compile(r"【[^】\n]{1,40}】|(\*{1,2})[^*\n]{1,60}\1[:：]?")
"""Of a line without the space around it: a pattern with two stretches of space side by side grows by the square."""
OTHER = re.compile(r"#{1,6} \S|[■◆●▼][^。\n]{1,24}$")


def is_marked_heading(line: str) -> bool:
    """Whether the line is one in brackets or in bold, as rewrites have them."""
    return MARKED.fullmatch(line.strip()) is not None


def is_any_heading(line: str) -> bool:
    """The same, and in the other ways in which people mark theirs."""
    return is_marked_heading(line) or OTHER.match(line.strip()) is not None
