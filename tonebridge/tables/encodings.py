"""Bytes to text, as the offices of Japan write it: UTF-8, UTF-16, Shift_JIS as Windows has it."""

import codecs
import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tonebridge.errors import FieldError, ValidationFailed
from tonebridge.resilience import deadline

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
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
    if content.startswith(PACKED):
        raise _refused(_("This is a workbook or an archive. Save it as CSV first."), "workbook")
    for encoding in _candidates(content):
        if _is_text(content, encoding):
            return encoding
    raise _refused(_("The file must be text in UTF-8, UTF-16 or Shift_JIS."), "encoding")


def text_of(content: bytes) -> str:
    """The whole file as text, for small files. Raises as `encoding_of` does."""
    return content.decode(encoding_of(content))


def _is_text(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), PIECE):
            deadline.check()
            piece = decoder.decode(content[start : start + PIECE], final=start + PIECE >= len(content))
            if NO_TEXT.search(piece):
                return False
    except UnicodeError:
        return False
    return True


def _refused(detail: str | Promise, code: str) -> ValidationFailed:
    return ValidationFailed(fields=(FieldError("file", code, detail),))


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
