"""A server inside that nobody has any business with: it counts who comes."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass


@dataclass
class Canary:
    """What has reached it."""

    port: int
    connections: int = 0
    received: int = 0

    @property
    def sings(self) -> bool:
        """Whether nobody has come."""
        return not self.connections and not self.received


@contextmanager
def canary() -> Iterator[Canary]:
    """On every address of this machine's loopback, IPv4 and IPv6 where there is one."""
    with socket.create_server(("127.0.0.1", 0)) as four:
        found = Canary(four.getsockname()[1])
        servers = [four]
        with suppress(OSError):
            servers.append(socket.create_server(("::1", found.port), family=socket.AF_INET6))
        threads = [threading.Thread(target=_listen, args=(server, found), daemon=True) for server in servers]
        for thread in threads:
            thread.start()
        try:
            yield found
        finally:
            for server in servers:
                server.shutdown(socket.SHUT_RDWR)  # ends accept, which closing does not
                server.close()
            for thread in threads:
                thread.join(2)


def _listen(server: socket.socket, found: Canary) -> None:
    with suppress(OSError):
        while True:
            client, _address = server.accept()
            with client:
                client.settimeout(0.5)
                found.connections += 1
                with suppress(OSError):
                    found.received += len(client.recv(65_536))
