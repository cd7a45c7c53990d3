"""Charts as shapes for an SVG: pages draw them on the server, with a table of the same figures behind each."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 600, 150
GAP = 0.2
"""Of a bar's room, how much stays free."""


@dataclass(frozen=True)
class Bar:
    """A rectangle. `label` is the figure in words, `value` None where there is none to show."""

    label: str
    value: float | None
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Line:
    """A line in pieces, interrupted where figures are missing: each piece is `points` of a polyline."""

    name: str
    pieces: tuple[str, ...]
    dots: tuple[tuple[float, float], ...] = ()
    """Figures without a neighbour, which no line would show."""


def bars(figures: Sequence[tuple[str, float | None]]) -> tuple[Bar, ...]:
    """One a figure, the largest as high as the chart."""
    most = max((value for _, value in figures if value is not None), default=0) or 1
    room = WIDTH / max(len(figures), 1)
    return tuple(_bar(label, value, at * room, room, most) for at, (label, value) in enumerate(figures))


def _bar(label: str, value: float | None, x: float, room: float, most: float) -> Bar:
    height = round(HEIGHT * (value or 0) / most, 1)
    return Bar(label, value, round(x + room * GAP / 2, 1), HEIGHT - height, round(room * (1 - GAP), 1), height)


def line(name: str, values: Sequence[float | None], *, most: float) -> Line:
    """Over the same places as `bars`, on a scale from 0 to `most`."""
    room = WIDTH / max(len(values), 1)
    pieces: list[list[tuple[float, float]]] = [[]]
    for at, value in enumerate(values):
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append((round((at + 0.5) * room, 1), round(HEIGHT * (1 - value / most), 1)))
    return Line(
        name,
        tuple(" ".join(f"{x},{y}" for x, y in piece) for piece in pieces if len(piece) > 1),
        tuple(piece[0] for piece in pieces if len(piece) == 1),
    )
