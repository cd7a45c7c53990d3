"""The request an execution belongs to. The front door sets it; logs, traces, audit and queued work carry it on."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token

_request_id: ContextVar[str] = ContextVar("request_id", default="")
_client_address: ContextVar[str] = ContextVar("client_address", default="")
_user_agent: ContextVar[str] = ContextVar("user_agent", default="")


def get_request_id() -> str:
    """The id of the request being served, or an empty string outside of one."""
    return _request_id.get()


def get_client_address() -> str:
    """The address of whoever sent the request, as the front door found it; an empty string outside of one.

    For the audit alone: logs don't carry it.
    """
    return _client_address.get()


def get_user_agent() -> str:
    """What the caller's program says that it is; an empty string outside of a request. For the list of sign-ins alone."""
    return _user_agent.get()


def set_request_id(value: str) -> Token[str]:
    """Name the request for the rest of this context. The token undoes it (`reset_request_id`)."""
    return _request_id.set(value)


def reset_request_id(token: Token[str]) -> None:
    """Undo `set_request_id`."""
    _request_id.reset(token)


@contextmanager
def request(value: str, address: str = "", agent: str = "") -> Iterator[None]:
    """Belong to request `value`, sent from `address` by the program `agent`, inside the block."""
    token, from_where, by_what = set_request_id(value), _client_address.set(address), _user_agent.set(agent)
    try:
        yield
    finally:
        _user_agent.reset(by_what)
        _client_address.reset(from_where)
        reset_request_id(token)
