"""Embedded Valkey, twice: a cache that forgets when it is full, and a broker that never does.

TCP on the loopback address with a password, because kombu, redis-py and Channels spell Unix sockets in three ways.
"""

import secrets
import socket
from dataclasses import dataclass, field
from pathlib import Path

from tonebridge.devstack.embedded.binaries import valkey_server, within_reach
from tonebridge.devstack.embedded.ports import LOOPBACK, free_port
from tonebridge.devstack.supervision.account import Account, own_folder
from tonebridge.devstack.supervision.program import Program

CACHE = ("appendonly no", "maxmemory 128mb", "maxmemory-policy allkeys-lru")
BROKER = ("appendonly yes", "appendfsync everysec", "maxmemory-policy noeviction")
THROWAWAY = ("appendonly no", "maxmemory-policy noeviction")
"""For tests."""


@dataclass(frozen=True)
class Keeper:
    """One Valkey. A restart keeps port and password, so clients find it again."""

    name: str
    server: Path
    data: Path
    logs: Path
    account: Account | None
    options: tuple[str, ...]
    port: int = field(default_factory=free_port)
    password: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@{LOOPBACK}:{self.port}/0"


def embedded_keeper(name: str, home: Path, logs: Path, account: Account | None, options: tuple[str, ...]) -> Keeper:
    """The Valkey called `name` in `home`. Raises CannotStart without a program or port, OSError without room."""
    server = valkey_server()
    server = within_reach(server, server, account, home)
    return Keeper(name, server, own_folder(home / name, account), logs, account, options)


def program(keeper: Keeper) -> Program:
    """How to run it. The configuration goes in on standard input: `ps` shows no password."""
    log = keeper.logs / f"{keeper.name}.log"
    command = (str(keeper.server), "-")
    return Program(keeper.name, command, log, stdin=_configuration(keeper), account=keeper.account, grace_s=10)


def answers(keeper: Keeper) -> bool:
    """Does it answer a PING, its data loaded?"""
    try:
        with socket.create_connection((LOOPBACK, keeper.port), timeout=1) as connection:
            connection.sendall(f"AUTH {keeper.password}\r\nPING\r\n".encode())
            return _received(connection, 12) == b"+OK\r\n+PONG\r\n"
    except OSError:
        return False


def _configuration(keeper: Keeper) -> str:
    lines = (
        f"bind {LOOPBACK}",
        f"port {keeper.port}",
        f"requirepass {keeper.password}",
        f'dir "{keeper.data}"',
        'save ""',
        *keeper.options,
    )
    return "\n".join(lines) + "\n"


def _received(connection: socket.socket, length: int) -> bytes:
    answer = b""
    while len(answer) < length and (part := connection.recv(length - len(answer))):
        answer += part
    return answer
