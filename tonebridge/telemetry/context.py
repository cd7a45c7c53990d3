"""The request an execution belongs to. The front door sets it; logs, traces and queued work carry it on."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def get_request_id() -> str:
    """The id of the request being served, or an empty string outside of one."""
    return _request_id.get()


def set_request_id(value: str) -> Token[str]:
    """Name the request for the rest of this context. The token undoes it (`reset_request_id`)."""
    return _request_id.set(value)


def reset_request_id(token: Token[str]) -> None:
    """Undo `set_request_id`."""
    _request_id.reset(token)


@contextmanager
def request(value: str) -> Iterator[None]:
    """Belong to request `value` inside the block."""
    token = set_request_id(value)
    try:
        yield
    finally:
        reset_request_id(token)
