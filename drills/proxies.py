"""nginx and HAProxy in front of two servers, with connections that they keep; and a network in between that cuts what it carries."""

import asyncio
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from drills.world import PATIENCE_S
from tonebridge.devstack.embedded.ports import LOOPBACK, free_port
from tonebridge.devstack.supervision.account import own_folder, server_account

SEGMENT = 1448
"""Bytes of TCP in a packet of Ethernet, with its usual options."""
Address = tuple[str, int]

NGINX = """daemon off; pid {folder}/pid; worker_processes 1; error_log {folder}/error.log crit;
events {{ worker_connections 512; }}
http {{
    access_log off; keepalive_requests 1000000;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    upstream ours {{ server {ours}; keepalive 1; }}
    upstream theirs {{ server {theirs}; keepalive 1; }}
    proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host; proxy_next_upstream off;
    server {{ listen {front}; location / {{ proxy_pass http://ours; }} }}
    server {{ listen {other}; location / {{ proxy_pass http://theirs; }} }}
}}
"""
HAPROXY = """global
    maxconn 500
defaults
    mode http
    option http-keep-alive
    http-reuse always
    timeout connect 10s
    timeout client 60s
    timeout server 60s
frontend front
    bind {front}
    default_backend ours
frontend other
    bind {other}
    default_backend theirs
backend ours
    server one {ours} pool-max-conn 1
backend theirs
    server one {theirs} pool-max-conn 1
"""
CONFIGURED = {"nginx": NGINX, "haproxy": HAPROXY}


def missing() -> list[str]:
    """The proxies that this machine hasn't got."""
    return [name for name in CONFIGURED if _program(name) is None]


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


@contextmanager
def running(name: str, ours: Address, theirs: Address) -> Iterator[tuple[Address, Address]]:
    """One proxy, as a user without rights, until the block ends; where it takes what is meant for each server."""
    front, other = (LOOPBACK, free_port()), (LOOPBACK, free_port())
    account = server_account()
    with tempfile.TemporaryDirectory(prefix=f"drill-{name}-") as made:
        Path(made).chmod(0o711)
        folder = own_folder(Path(made) / name, account)
        places = {"ours": ours, "theirs": theirs, "front": front, "other": other}
        named = {key: f"{host}:{port}" for key, (host, port) in places.items()}
        written = Path(made) / f"{name}.conf"
        written.write_text(CONFIGURED[name].format(folder=folder, **named), encoding="utf-8")
        written.chmod(0o644)
        dropped = {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
        process = subprocess.Popen(_command(name, written, folder), cwd="/", stderr=subprocess.DEVNULL, **dropped)  # type: ignore[call-overload]  # `dropped` is options of one overload
        try:
            yield front, other
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


def _command(name: str, written: Path, folder: Path) -> list[str]:
    program = str(_program(name))
    if name == "nginx":
        return [program, "-p", str(folder), "-e", f"{folder}/error.log", "-c", str(written)]
    return [program, "-db", "-q", "-f", str(written)]


async def answers(address: Address) -> None:
    """Wait until somebody listens there. Raises TimeoutError."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            with suppress(OSError):
                _reader, writer = await asyncio.open_connection(*address)
                writer.close()
                return
            await asyncio.sleep(0.05)


class Relay:
    """A stretch of network between a proxy and a server: what comes in one piece arrives in packets, a moment apart."""

    def __init__(self, server: Address, pause_s: float) -> None:
        self.server, self.pause_s = server, pause_s
        self.cuts = True
        self.heads: list[bytes] = []
        """The beginning of what the proxy sent, newest last; a few."""

    async def listen(self) -> Address:
        """Where the proxy is to connect."""
        self._listening = await asyncio.start_server(self._carry, LOOPBACK, 0)
        found: Address = self._listening.sockets[0].getsockname()
        return found

    async def end(self) -> None:
        self._listening.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, forth = await asyncio.open_connection(*self.server)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._forth(reader, forth))
            group.create_task(self._back(back, writer))

    async def _forth(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                self.heads = [*self.heads[-4:], data]
                size = SEGMENT if self.cuts else len(data)
                for at in range(0, len(data), size):
                    writer.write(data[at : at + size])
                    if at + size < len(data):
                        await asyncio.sleep(self.pause_s)
        with suppress(OSError):
            writer.close()

    async def _back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                writer.write(data)
        with suppress(OSError):
            writer.close()
