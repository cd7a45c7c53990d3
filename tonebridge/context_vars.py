"""A value of a context variable for the length of a block, as `ContextVar.set` is one itself from Python 3.14 on."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Value = TypeVar("Value")


@contextmanager
def bound(variable: ContextVar[Value], value: Value) -> Iterator[None]:
    """The variable has the value inside the block, and afterwards the one from before."""
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)
