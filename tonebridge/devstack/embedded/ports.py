"""TCP ports on the loopback address."""

import errno
import random
import socket

from tonebridge.devstack.failures import CannotStart

LOOPBACK = "127.0.0.1"
QUIET_PORTS = range(20_000, 30_000)
"""Below those that systems lend to outgoing connections (32768 up): a server started again finds its port free."""


def free_port() -> int:
    """A port that nothing listens on. Raises CannotStart."""
    for port in random.sample(QUIET_PORTS, 200):  # picks, protects nothing
        if not _refusal(port):
            return port
    raise CannotStart("No free port between 20000 and 29999 on 127.0.0.1.")


def require_free(port: int) -> None:
    """Raises CannotStart when the web server could not listen on `port`."""
    if refusal := _refusal(port):
        raise CannotStart(f"Port {port} {refusal}: choose another with --port or TONEBRIDGE_PORT.")


def _refusal(port: int) -> str:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            return (
                "is in use by another program"
                if error.errno == errno.EADDRINUSE
                else f"can't be opened ({error.strerror})"
            )
    return ""
