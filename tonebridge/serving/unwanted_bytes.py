"""How fast this process reads what nobody wants any more: the rest of requests that were refused.

A client that still sends should find its answer (RFC 9112 §9.6). A crowd of them must not keep the event loop from everybody else.
"""

A_SECOND, AT_ONCE = 64 * 1024 * 1024, 1024 * 1024
"""Bytes, of all connections of a process together."""
MOST_WAIT_S = 0.5
"""How long a connection may wait for its turn: in a flood it ends instead, since one that waits and is cut isn't noticed."""


class UnwantedBytes:
    """A bucket that bytes are taken from and that fills by itself. For the event loop alone: nothing here is locked."""

    def __init__(self) -> None:
        self._level_at = 0.0
        """When what was read so far is paid for, in seconds of the loop."""

    def wait(self, size: int, now: float) -> float:
        """How many seconds to read no more of a connection, now that so many bytes of it were read; 0 where there is room."""
        self._level_at = max(self._level_at, now - AT_ONCE / A_SECOND) + size / A_SECOND
        return max(self._level_at - now, 0.0)


unwanted_bytes = UnwantedBytes()
