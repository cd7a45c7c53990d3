"""WebSockets that were opened while a credential was good."""

import json
import time
from collections.abc import Mapping

import httpx
from websockets import Origin
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from drills.world import PATIENCE_S

FORWARDED = "X-Forwarded-For"
STAYS_OPEN_S = 30.0
"""A connection that nobody has closed by then is left open: the product looks every second."""


def open_socket(base_url: str, here: httpx.Client, headers: Mapping[str, str]) -> ClientConnection:
    """An open one on the process at `base_url`, with a ticket that another process sold, from the address that `here` calls
    from. Raises AssertionError where it doesn't answer.
    """
    ticket = here.post("/api/v1/ws/ticket", headers=dict(headers)).json()["ticket"]
    return open_with_ticket(base_url, ticket, here.headers.get(FORWARDED))


def open_with_ticket(base_url: str, ticket: str, address: str | None = None) -> ClientConnection:
    """The same with a ticket at hand. Raises InvalidStatus where it opens nothing."""
    forwarded = {FORWARDED: address} if address else {}
    return _working(_connected(f"{_address(base_url)}?ticket={ticket}", forwarded))


def open_page_socket(base_url: str, session: str) -> ClientConnection:
    """The same by a page's session cookie."""
    cookie = {"Cookie": f"sessionid={session}"}
    return _working(_connected(_address(base_url), cookie, Origin(base_url)))


def _connected(address: str, headers: Mapping[str, str], origin: Origin | None = None) -> ClientConnection:
    """Patiently, and left alone by the client's own keepalive: who closes it is the product."""
    return connect(address, origin=origin, additional_headers=headers, open_timeout=PATIENCE_S, ping_interval=None)


def _address(base_url: str) -> str:
    return f"{base_url.replace('http', 'ws')}/ws/v1/"


def _working(socket: ClientConnection) -> ClientConnection:
    socket.send(json.dumps({"type": "analyze", "payload": {"text": "直せ。"}}))
    if json.loads(socket.recv())["type"] != "analyze.result":
        raise AssertionError("the connection didn't work before")
    return socket


def is_open(socket: ClientConnection) -> bool:
    """Whether a ping is answered."""
    socket.send(json.dumps({"type": "ping"}))
    try:
        return str(json.loads(socket.recv(timeout=PATIENCE_S))["type"]) == "pong"
    except (ConnectionClosed, TimeoutError):
        return False


def ms_until_closed(socket: ClientConnection, *, within_s: float = STAYS_OPEN_S) -> float:
    """How long the other side leaves it open, while we say nothing on it."""
    began = time.perf_counter()
    try:
        socket.recv(timeout=within_s)
    except (ConnectionClosed, TimeoutError):
        pass
    finally:
        socket.close()
    return (time.perf_counter() - began) * 1000
