"""Model servers on this machine: noticed by their usual ports, so that nobody has to look up how one is named in the settings.

One GET of `/v1/models`, to the loopback and to fixed ports, never to what a request names. Nothing of a message is sent.
"""

import http.client
import json
import re
import shlex
import socket
import threading
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from tonebridge.resilience import clock

LOOPBACK = "127.0.0.1"
CONNECT_S, ALL_S = 0.3, 1.0
"""For each answer of a server's socket, and for all servers together."""
MOST_BYTES, MOST_MODELS = 262_144, 20
NAME = re.compile(r"[A-Za-z0-9][\w.:/@+-]{0,119}", re.ASCII)
"""Of a model. It is shown as part of a command, so nothing else is taken from a stranger's server."""


@dataclass(frozen=True)
class LocalModels:
    """A server that listens, and the models it names."""

    server: str
    port: int
    models: tuple[str, ...]

    @property
    def settings(self) -> tuple[str, ...]:
        """For each model the settings that use it, as a shell takes them."""
        return tuple(
            f"LLM_PRIMARY={shlex.quote(f'openai:{model}')} LLM_PRIMARY_BASE_URL=http://{LOOPBACK}:{self.port}/v1"
            for model in self.models
        )


def local_models(ports: Mapping[int, str], *, own: Collection[int] = ()) -> tuple[LocalModels, ...]:
    """The servers that answer, in the order of `ports`; `own` ports, the product's, aren't asked. Takes a second at most."""
    found: dict[int, LocalModels] = {}
    sockets: list[socket.socket] = []
    asked = [port for port in ports if port not in own]
    threads = [threading.Thread(target=_ask, args=(port, ports[port], found, sockets), daemon=True) for port in asked]
    until = clock.tick() + ALL_S
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, until - clock.tick()))
    _hang_up(sockets)
    return tuple(found[port] for port in asked if port in found)


def _hang_up(sockets: Iterable[socket.socket]) -> None:
    """A server that goes on and on, a byte at a time or with one 100 after another, would keep its thread."""
    for each in sockets:
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


def _ask(port: int, server: str, found: dict[int, LocalModels], sockets: list[socket.socket]) -> None:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=CONNECT_S)
    try:
        connection.connect()
        sockets.append(connection.sock)
        connection.request("GET", "/v1/models", headers={"Accept": "application/json"})
        answer = connection.getresponse()
        if answer.status == http.client.OK and (models := _names(answer.read(MOST_BYTES))):
            found[port] = LocalModels(server, port, models)
    except (OSError, http.client.HTTPException, ValueError, RecursionError):
        return
    finally:
        connection.close()


def _names(body: bytes) -> tuple[str, ...]:
    """Of a list of models, as OpenAI's protocol has it. Raises ValueError for what is no JSON."""
    document = json.loads(body)
    listed = document.get("data") if isinstance(document, dict) else None
    named = [each.get("id") for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    good = [name for name in named if isinstance(name, str) and NAME.fullmatch(name)]
    return tuple(dict.fromkeys(good))[:MOST_MODELS]


class RememberedModels:
    """The same for a page that is asked often: looked up every so many seconds, by one caller at a time. Safe for threads."""

    def __init__(self, every_s: float = 30.0) -> None:
        self._every_s, self._lock = every_s, threading.Lock()
        self._found: tuple[LocalModels, ...] = ()
        self._until = float("-inf")

    def get(self, ports: Mapping[int, str], *, own: Collection[int] = ()) -> tuple[LocalModels, ...]:
        """What was found last; looked up where that is too long ago, and nobody else is looking."""
        if clock.tick() >= self._until and self._lock.acquire(blocking=False):
            try:
                self._found = local_models(ports, own=own)
                self._until = clock.tick() + self._every_s
            finally:
                self._lock.release()
        return self._found

    def forget(self) -> None:
        """Look up again when asked next."""
        self._until = float("-inf")


remembered = RememberedModels()
