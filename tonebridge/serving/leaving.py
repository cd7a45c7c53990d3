"""The end of a connection on whose other side somebody may still be sending (RFC 9112 §9.6).

Closed at once, what is on its way would be answered with a reset, which may throw away the answer before it is read. So
our side ends first, and what comes for a moment is read by nobody.
"""

import asyncio
from collections.abc import Callable

LINGER_S = 2.0
"""For how long the other side may go on."""


def leave(transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
    """Send what was written, then the end; close when the other side ends too, or after `LINGER_S`."""
    if transport.is_closing():
        return
    if transport.can_write_eof():
        transport.write_eof()
        loop.call_later(LINGER_S, transport.close)
    else:
        transport.close()


class Leaving:
    """What an answer that ends its connection writes to: a transport with another way to close."""

    __slots__ = ("_leave", "_transport", "write")

    def __init__(self, transport: asyncio.Transport, leave: Callable[[], None]) -> None:
        self._transport, self._leave, self.write = transport, leave, transport.write

    def is_closing(self) -> bool:
        """Whether nothing can be written any more."""
        return self._transport.is_closing()

    def close(self) -> None:
        """The answer is whole."""
        self._leave()
