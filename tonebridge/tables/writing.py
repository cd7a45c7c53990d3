"""CSV that people open in a spreadsheet: the one place where it is written."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from tonebridge.tables.cells import safe_cell

MARK = b"\xef\xbb\xbf"
"""Tells Excel that what follows is UTF-8."""


def csv_lines(names: Sequence[str], rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    """A header, then a line a row, in UTF-8. Every cell stands in quotation marks, and none can be run."""
    yield MARK + _line(names)
    for row in rows:
        yield _line(row)


def _line(cells: Iterable[object]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow([safe_cell(str(cell)) for cell in cells])
    return out.getvalue().encode("utf-8", "backslashreplace")
