"""Cushion words such as “unfortunately”: one a message, never stacked."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from apps.analyze.language.document import Document
from apps.transform.contracts import Edit

CUSHION = re.compile(
    r"(?:No, (?:unfortunately|I['’]m afraid)|(?:unfortunately|I['’]m afraid)\b,? ?(?:I['’]m afraid )?)", re.I
)


def one_cushion(edits: Iterable[Edit], document: Document) -> Iterator[Edit]:
    """The edits, without the cushion where the message has one already, its own or an earlier edit's."""
    cushioned = bool(CUSHION.search(document.prose))
    for edit in edits:
        match = CUSHION.match(edit.replacement)
        if match and cushioned:
            yield replace(edit, replacement=_bare(edit.replacement, match, opens=_opens(document.text, edit.start)))
        else:
            cushioned = cushioned or match is not None
            yield edit


def _bare(written: str, match: re.Match[str], *, opens: bool) -> str:
    """What is left without its cushion. I'm afraid has a capital inside a sentence, too: only where it `opens` one the rest gets it."""
    rest = written[match.end() :] if not match[0].lower().startswith("no,") else "No" + written[match.end() :]
    return rest[:1].upper() + rest[1:] if opens and written[:1].isupper() else rest


def _opens(text: str, at: int) -> bool:
    before = text[:at].rstrip(" ")
    return not before or before[-1] in ".!?\n"
