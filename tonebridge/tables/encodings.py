"""Bytes to text, as the offices of Japan write it: UTF-8, UTF-16, Shift_JIS as Windows has it."""

import codecs
import re
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from tonebridge.errors import ValidationFailed
from tonebridge.resilience import deadline
from tonebridge.tables.refusals import refused

Found = TypeVar("Found")
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
NAMES = {"utf-8": "UTF-8", "utf-16": "UTF-16", "cp932": "Shift_JIS"}
"""By how Python's names begin."""
PACKED = b"PK\x03\x04"
"""How Excel's workbooks begin, and all other ZIP files."""
NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f]")
LOOKED_AT = 4_000
"""Bytes that tell UTF-16 without its mark from the others, and whether it is text at all."""
PIECE = 256 * 1024
"""Bytes that are decoded at once: while the encoding is looked for, no second copy of the file is held."""


def encoding_of(content: bytes) -> str:
    """Python's name of the encoding. A mark at the beginning decides; else the first that fits, the strictest first.

    Raises ValidationFailed, for field `file`, and TimedOut at the request's deadline.
    """
    return _read(content, partial(deque, maxlen=0))[0]


def encoding_name(encoding: str) -> str:
    """What people call it, by Python's name: Windows' Shift_JIS is one to them, and a mark no other encoding."""
    return next(name for prefix, name in NAMES.items() if encoding.startswith(prefix))


def text_of(content: bytes) -> str:
    """The whole file as text, for small files. Raises as `encoding_of` does."""
    return _read(content, "".join)[1]


def check_text(text: str) -> None:
    """Raises ValidationFailed, for field `file`, for characters that no text has."""
    if NO_TEXT.search(text):
        raise _not_text()


def _read(content: bytes, take: Callable[[Iterator[str]], Found]) -> tuple[str, Found]:
    """The encoding, and what `take` made of the file's pieces."""
    if content.startswith(PACKED):
        raise refused(_("This is a workbook or an archive. Save it as CSV first."), "workbook")
    for encoding in _candidates(content):
        with suppress(UnicodeError):
            return encoding, take(_pieces(content, encoding))
    raise _not_text()


def _pieces(content: bytes, encoding: str) -> Iterator[str]:
    """Raises UnicodeError where it isn't text in that encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(content), PIECE):
        deadline.check()
        piece = decoder.decode(content[start : start + PIECE], final=start + PIECE >= len(content))
        if NO_TEXT.search(piece):
            raise UnicodeError
        yield piece


def _not_text() -> ValidationFailed:
    return refused(_("The file must be text in UTF-8, UTF-16 or Shift_JIS."), "encoding")


def _candidates(content: bytes) -> tuple[str, ...]:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return (encoding,)
    return (*_without_mark(content[:LOOKED_AT]), "utf-8", "cp932")


def _without_mark(head: bytes) -> tuple[str, ...]:
    """UTF-16 has a zero byte in each letter and mark of ASCII, and every table has commas and line ends."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if not even and not odd:
        return ()
    return ("utf-16-le",) if odd > even else ("utf-16-be",)
