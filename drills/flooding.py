"""What a stranger does: `python -m drills.flooding KIND PORT SECONDS CONNECTIONS`, paths as JSON on standard input.

A process of its own: its work shouldn't be taken for the server's, nor hold up those who measure.
"""

import asyncio
import json
import os
import socket
import struct
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress

Wire = socket.socket
NICE, PATIENCE_S = 10, 60.0
"""An attacker has machines of their own; here they share ours. And seconds that an answer is waited for."""
GONE_AT_ONCE = struct.pack("ii", 1, 0)
"""A connection that is closed is reset (SO_LINGER), as if it had never been."""
KB, MB = 1024, 1024 * 1024
NESTED = b"[" + b"[]," * (MB // 3 - 1) + b"[]]"
FORM, JSON = "multipart/form-data; boundary=x", "application/json"


def head(path: str, size: int, kind: str) -> bytes:
    """Of a POST with so many bytes of that type."""
    fields = f"Host: 127.0.0.1\r\nContent-Type: {kind}\r\nContent-Length: {size}"
    return f"POST {path} HTTP/1.1\r\n{fields}\r\n\r\n".encode()


async def heads(path: str, wire: Wire) -> None:
    """A head of 2 MB, and no end."""
    start = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ".encode()
    await _send(wire, start, *[b"a" * 64 * KB] * 32)


async def documents(path: str, wire: Wire) -> None:
    """1 MB of brackets."""
    await _send(wire, head(path, len(NESTED), JSON) + NESTED)


async def held(path: str, wire: Wire) -> None:
    """19 MB announced, 4 MB sent; the rest is left to be waited for."""
    await _send(wire, head(path, 19 * MB, FORM), *[b"a" * 256 * KB] * 16)
    await asyncio.sleep(1)


async def held_small(path: str, wire: Wire) -> None:
    """All but the last byte of what is read of anybody."""
    await _send(wire, head(path, 60 * KB, JSON), b" " * (60 * KB - 1))
    await asyncio.sleep(3)


async def slow(path: str, wire: Wire) -> None:
    """A byte now and then."""
    await _send(wire, head(path, 500, JSON))
    for _ in range(15):
        await asyncio.sleep(0.3)
        await _send(wire, b"{")


async def _send(wire: Wire, *pieces: bytes) -> None:
    for piece in pieces:
        await asyncio.get_running_loop().sock_sendall(wire, piece)


KINDS: dict[str, Callable[[str, Wire], Awaitable[None]]] = {
    "heads": heads,
    "documents": documents,
    "held": held,
    "held_small": held_small,
    "slow": slow,
}


async def flood(kind: str, port: int, seconds: float, connections: int, paths: list[str]) -> Counter[str]:
    """For that long, and until each path was met once. How many attacks ended with which status; `0` without one."""
    loop, told, turn = asyncio.get_running_loop(), Counter[str](), iter(range(1_000_000))
    until = loop.time() + seconds

    async def one_after_another() -> None:
        while (number := next(turn)) < len(paths) or loop.time() < until:
            told[await _status(KINDS[kind], paths[number % len(paths)], port)] += 1

    await asyncio.gather(*(one_after_another() for _ in range(connections)))
    return told


async def _status(attack: Callable[[str, Wire], Awaitable[None]], path: str, port: int) -> str:
    line = b""
    with socket.socket() as wire, suppress(OSError, TimeoutError):
        wire.setblocking(False)
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, GONE_AT_ONCE)
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.get_running_loop().sock_connect(wire, ("127.0.0.1", port))
            with suppress(OSError):
                await attack(path, wire)
            if attack not in {held_small, slow}:
                line = await asyncio.get_running_loop().sock_recv(wire, 64)  # what came before a reset, too
    return line[9:12].decode() or "0"


if __name__ == "__main__":
    os.nice(NICE)
    kind, port, seconds, connections = sys.argv[1:]
    counted = asyncio.run(flood(kind, int(port), float(seconds), int(connections), json.load(sys.stdin)))
    sys.stdout.write(json.dumps(counted))
