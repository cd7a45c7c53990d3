"""What a program says of itself, in the words of a list: a browser and its system, or a program's name."""

import re

BROWSERS = (
    ("Edge", r"\bEdg(?:e|A|iOS)?/"),
    ("Opera", r"\b(?:OPR|Opera)/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\b(?:Firefox|FxiOS)/"),
    ("Chrome", r"\b(?:Headless)?Chrom(?:e|ium)/|\bCriOS/"),
    ("Safari", r"\bSafari/"),
)
"""In this order: most browsers also name those that come later."""
SYSTEMS = (
    ("Android", r"\bAndroid\b"),
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Windows", r"\bWindows\b"),
    ("macOS", r"\bMac OS X\b|\bMacintosh\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("Linux", r"\bLinux\b|\bX11\b"),
)
PROGRAM = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,39}", re.ASCII)
MOST_READ = 500


def client_of(user_agent: str) -> str:
    """`Firefox, Linux`, or a program's name such as `curl`; empty for what says nothing. At most 40 characters, of our choice
    or of letters, digits, dots and dashes: whoever signs in chooses what their program says, and somebody else reads it.
    """
    said = user_agent[:MOST_READ]
    named = [found for table in (BROWSERS, SYSTEMS) if (found := _first(table, said))]
    if named and said.startswith("Mozilla/"):
        return ", ".join(named)
    program = PROGRAM.match(said)
    return program[0] if program else ""


def _first(table: tuple[tuple[str, str], ...], said: str) -> str:
    return next((name for name, pattern in table if re.search(pattern, said)), "")
