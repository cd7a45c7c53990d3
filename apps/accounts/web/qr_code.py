"""QR codes, drawn here: a secret must not be sent to somebody who draws it for us."""

from dataclasses import dataclass

import segno

QUIET_ZONE = 4
"""Light modules around the code (ISO/IEC 18004 §9.1): without them a camera doesn't find it."""


@dataclass(frozen=True)
class QrCode:
    """A code as an SVG path: a stroke, one unit wide, along the dark modules of each row. `size` is in modules."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """The code of a text. Raises segno.DataOverflowError for one of more than 2,331 bytes."""
    matrix = segno.make(text, error="m", micro=False).matrix
    runs = [
        f"M{QUIET_ZONE + start} {QUIET_ZONE + y}.5h{length}"
        for y, row in enumerate(matrix)
        for start, length in _dark(bytes(row))
    ]
    return QrCode(len(matrix) + 2 * QUIET_ZONE, "".join(runs))


def _dark(row: bytes) -> list[tuple[int, int]]:
    """Where dark runs begin, and how long they are."""
    edges = [
        place for place in range(len(row) + 1) if (row[place : place + 1] == b"\1") != (row[place - 1 : place] == b"\1")
    ]
    return [(start, end - start) for start, end in zip(edges[::2], edges[1::2], strict=True)]
