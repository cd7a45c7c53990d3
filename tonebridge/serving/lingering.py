"""The end of a connection on whose other side somebody may still be sending (RFC 9112 §9.6)."""

import asyncio
from typing import Protocol


class Connection(Protocol):
    """Decides how a connection ends."""

    transport: asyncio.Transport

    def end_with_answer(self) -> None:
        """The connection ends with the answer that was just given."""


class Lingering:
    """What the answer writes to whose request may still be coming: a transport that doesn't close while a client sends."""

    __slots__ = ("_protocol", "write")

    def __init__(self, protocol: Connection) -> None:
        self._protocol, self.write = protocol, protocol.transport.write

    def is_closing(self) -> bool:
        """Whether nothing can be written any more."""
        return self._protocol.transport.is_closing()

    def close(self) -> None:
        """The answer is whole, and the connection's last."""
        self._protocol.end_with_answer()
