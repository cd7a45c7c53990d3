"""The request an execution belongs to. The front door sets it; logs, traces, audit and queued work carry it on."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from tonebridge.context_vars import bound

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


@contextmanager
def request(value: str, address: str = "", agent: str = "") -> Iterator[None]:
    """Belong to request `value`, sent from `address` by the program `agent`, inside the block."""
    with bound(_request_id, value), bound(_client_address, address), bound(_user_agent, agent):
        yield
