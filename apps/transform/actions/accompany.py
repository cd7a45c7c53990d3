"""What is written in the very transaction that records a message: for callers that count something by it.

The caller says so around its call (`accompanied`); `record_transformation` does it. After a crash there are both, or neither.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from contextvars import ContextVar

from apps.transform.contracts import TransformResult
from tonebridge.context_vars import bound

Beside = Callable[[TransformResult, bool], None]
"""Takes the result, and whether history keeps its text. What it raises takes the message and its charge back."""


_beside: ContextVar[Beside | None] = ContextVar("transform.beside", default=None)


def accompanied(write: Beside) -> AbstractContextManager[None]:
    """Let `write` be part of each message that is recorded inside the block. Whoever asks for that has the messages digested,
    too: many at once cost less than a job each.
    """
    return bound(_beside, write)


def is_accompanied() -> bool:
    """Whether a message that is recorded now takes a transaction around its statement, and no job of its own."""
    return _beside.get() is not None


def accompany(result: TransformResult, kept: bool) -> None:
    """Write what the caller asked for; nothing where there is none."""
    if write := _beside.get():
        write(result, kept)
