"""What a writer proposes. Spans count Unicode code points of the original."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """Replace `[start, end)` of the original. `reason` is a code of the reason table."""

    start: int
    end: int
    replacement: str
    reason: str


@dataclass(frozen=True)
class Question:
    """A question that the reader would have to ask. `start` and `end` mark the passage in the original, if there is one."""

    id: str
    text: str
    why: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Caution:
    """A warning about a result."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Unsure:
    """A passage `[start, end)` of the original that a writer left as it is, or isn't sure about. `code` says why."""

    start: int
    end: int
    code: str


@dataclass(frozen=True)
class Draft:
    """What a writer proposes: edits of the original, or a whole text composed from its parts.

    `composed` None means that `edits` make the text; an empty `edits` then means that nothing needs changing.
    `left_out` are the stretches of the original, ordered and disjoint, that a shorter text leaves out on purpose: their
    facts are not missed, those of everything else are. `unsure` are passages that somebody should look at.
    """

    edits: tuple[Edit, ...] = ()
    composed: str | None = None
    reason: str = "rearranged"
    questions: tuple[Question, ...] = ()
    cautions: tuple[Caution, ...] = ()
    left_out: tuple[tuple[int, int], ...] = ()
    unsure: tuple[Unsure, ...] = ()
