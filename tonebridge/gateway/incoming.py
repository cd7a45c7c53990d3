"""A body on its way: read in time and within bounds, and counted for as long as it is held (`held_bytes.py`)."""

import asyncio

from tonebridge.errors import BodyTooSlow, PayloadTooLarge
from tonebridge.gateway.asgi_types import Receive
from tonebridge.gateway.held_bytes import Held, held_bytes
from tonebridge.resilience import clock

BODY_SECONDS = 10
"""How long a small body may take, and how long a large one may be silent or too slow."""
LEAST_BYTES_A_SECOND = 50_000
"""A large body gets more time, as long as it keeps coming at this rate: what came fast doesn't pay for a long silence."""
SMALL = 16 * 1024
"""Bytes of a body that aren't counted, where they come in one piece."""


class ClientGone(Exception):
    """The client hung up before its body was whole: there is nobody to answer."""


class Incoming:
    """The body of one request."""

    __slots__ = ("_address", "_held", "_limit", "_parts", "_receive", "_until", "is_whole", "size")

    def __init__(self, receive: Receive, *, limit: int, address: str) -> None:
        self._receive, self._limit, self._address = receive, limit, address
        self._until, self._held = clock.tick() + BODY_SECONDS, None
        self._parts: list[bytes] = []
        self.size, self.is_whole = 0, False

    _held: Held | None

    async def read(self, most: int) -> None:
        """Until it is whole, or more than `most` bytes are here.

        Raises PayloadTooLarge, BodyTooSlow, ClientGone; RateLimited and Unavailable where too much is held already.
        """
        while not self.is_whole and self.size <= most:
            try:
                async with asyncio.timeout(self._until - clock.tick()):  # without the task that `wait_for` makes
                    message = await self._receive()
            except TimeoutError as error:
                raise BodyTooSlow from error
            if message["type"] == "http.disconnect":
                raise ClientGone
            self.is_whole = not message.get("more_body", False)
            self._take(message.get("body", b""))

    def _take(self, part: bytes) -> None:
        self.size += len(part)
        self._until = min(self._until + len(part) / LEAST_BYTES_A_SECOND, clock.tick() + BODY_SECONDS)
        if self.size > self._limit:
            raise PayloadTooLarge
        if len(part) > SMALL or self._parts or not self.is_whole:
            self._held = self._held or Held(held_bytes, self._address)
            self._held.add(len(part))
        self._parts.append(part)

    async def read_all(self, person: str | None) -> None:
        """The rest, of a `person` who is known by now (`Held.is_of`). Raises what `read` raises."""
        self._held = self._held or Held(held_bytes, self._address)
        self._held.is_of(person)
        self._until = clock.tick() + BODY_SECONDS  # who it is was ours to find out
        await self.read(self._limit)

    def whole(self) -> bytes:
        """All of it, once: the pieces are let go."""
        parts, self._parts = self._parts, []
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def release(self) -> None:
        """The request is over."""
        self._parts = []
        if self._held is not None:
            self._held.release()
