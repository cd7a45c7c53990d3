"""Answers of servers that others run are plain, and have an end."""

import asyncio
from collections.abc import AsyncIterator

import httpx2
import pytest

from tonebridge.outbound.bounding import LARGEST_BYTES, LONGEST_LINE_BYTES, BoundedTransport

LINE = b"x" * 1023 + b"\n"


class Parts(httpx2.AsyncByteStream):
    """An answer in parts; notes that it was closed."""

    def __init__(self, parts: list[bytes]) -> None:
        self.parts, self.closed = parts, False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self.parts:
            yield part

    async def aclose(self) -> None:
        self.closed = True


class Wire(httpx2.AsyncBaseTransport):
    """Answers each call with the same parts."""

    def __init__(self, parts: list[bytes], **headers: str) -> None:
        self.stream, self.headers = Parts(parts), {name.replace("_", "-"): value for name, value in headers.items()}

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, headers=self.headers, stream=self.stream)


def answer(wire: Wire) -> bytes:
    """All of an answer."""

    async def asked() -> bytes:
        async with httpx2.AsyncClient(transport=BoundedTransport(wire)) as client:
            return (await client.get("https://models.example.com")).content

    return asyncio.run(asked())


def test_an_answer_comes_through_as_it_is() -> None:
    assert answer(Wire([LINE, b"", "すぐ".encode()], content_encoding="identity")) == LINE + "すぐ".encode()


def test_as_much_as_is_allowed_is_read() -> None:
    assert len(answer(Wire([LINE] * (LARGEST_BYTES // len(LINE))))) == LARGEST_BYTES
    assert len(answer(Wire([b"x" * (LONGEST_LINE_BYTES // 4)] * 4))) == LONGEST_LINE_BYTES


@pytest.mark.parametrize(
    "parts",
    [
        [LINE] * (LARGEST_BYTES // len(LINE) + 1),
        [b"x" * LONGEST_LINE_BYTES, b"x"],
        [LINE, b"x" * (LONGEST_LINE_BYTES + 1)],
    ],
    ids=["many lines", "a line in parts", "a line behind others"],
)
def test_more_is_refused_and_the_connection_given_up(parts: list[bytes]) -> None:
    wire = Wire(parts)
    with pytest.raises(httpx2.RemoteProtocolError, match="too long"):
        answer(wire)
    assert wire.stream.closed


@pytest.mark.parametrize("encoding", ["gzip", "br", "GZIP", "identity, gzip"])
def test_what_is_encoded_is_refused_before_a_byte_is_read(encoding: str) -> None:
    wire = Wire([b"\x1f\x8b"], content_encoding=encoding)
    with pytest.raises(httpx2.RemoteProtocolError, match="encoded"):
        answer(wire)
    assert wire.stream.closed
