"""Bytes for the drills of message framing: known requests whole, cut, joined, with wrong lengths and in the company of smuggled ones.

A case is a list of pieces, each sent on its own. Whatever a case says, the bytes are complete: where a length promises more
than a body, what is smuggled fills it up. So after each case either a question of ours (`LAST`) is answered, or the
connection ends.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

HOST = b"Host: 127.0.0.1\r\n"
LAST = b"GET /health HTTP/1.1\r\n" + HOST + b"X-Request-ID: the-last-one\r\n\r\n"
ONCE_ANSWERED = b""
"""Instead of a piece: wait for an answer first."""
END, PATH = b"\r\n\r\n", b"POST /api/v1/transform HTTP/1.1\r\n"
SMUGGLED_TEXT = "smuggled"
TEXTS = [f"{number} 番を明日までに直せ。" + "早くしろ。" * (number * 3) for number in range(8)]
AGENTS = ["", "drill/1", "drill/2 (longer than the first)"]


@dataclass(frozen=True)
class Known:
    """A request that was answered before: where one head ends, another body could begin."""

    head: bytes
    body: bytes
    text: str

    @property
    def raw(self) -> bytes:
        return self.head + self.body

    def with_fields(self, fields: bytes) -> bytes:
        """Its head with more in it."""
        return self.head.removesuffix(b"\r\n") + fields + b"\r\n"

    def without_length(self, fields: bytes) -> bytes:
        """Its head with something else that says where the body ends."""
        return self.head.replace(b"Content-Length: %d\r\n" % len(self.body), fields)


def known_requests(key: str) -> list[Known]:
    """Every body under every head of a caller."""
    return [known(key, text, agent) for text in TEXTS for agent in AGENTS]


def known(key: str, text: str, agent: str = "") -> Known:
    """A transform as a client sends it."""
    body = json.dumps({"text": text, "transformation_type": "soften"}, ensure_ascii=False).encode()
    named = f"User-Agent: {agent}\r\n" if agent else ""
    fields = f"{named}X-API-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return Known(PATH + HOST + fields.encode(), body, text)


def smuggled(size: int, key: str) -> bytes:
    """So many bytes that begin like a request, or are one where there is room for it."""
    whole = known(key, SMUGGLED_TEXT).raw
    small = b"GET /smuggled HTTP/1.1\r\n" + HOST + b"X: "
    if size >= len(small) + 4:
        return small + b"a" * (size - len(small) - 4) + END
    return whole[:size]


@dataclass(frozen=True)
class Source:
    """Makes cases, each of its number alone."""

    seed: str
    key: str

    def case(self, number: int) -> tuple[str, list[bytes]]:
        """Its kind and its pieces."""
        random = Random(f"{self.seed} {number}")
        kind = random.choice(list(KINDS))
        return kind, KINDS[kind](random, self)

    def any(self, random: Random) -> Known:
        return random.choice(known_requests(self.key))


Make = Callable[[Random, Source], list[bytes]]


def _cut(random: Random, raw: bytes, most: int = 5) -> list[bytes]:
    """In pieces, at any byte."""
    cuts = sorted({random.randrange(1, len(raw)) for _ in range(random.randint(1, most))})
    return [raw[start:end] for start, end in zip([0, *cuts], [*cuts, len(raw)], strict=True)]


def _whole(random: Random, source: Source) -> list[bytes]:
    return [source.any(random).raw]


def _split(random: Random, source: Source) -> list[bytes]:
    return _cut(random, source.any(random).raw)


def _at_the_seam(random: Random, source: Source) -> list[bytes]:
    one = source.any(random)
    at = len(one.head) + random.choice([-4, -2, -1, 0, 0, 1])
    return [one.raw[:at], one.raw[at:]]


def _pipeline(random: Random, source: Source) -> list[bytes]:
    raw = b"".join(source.any(random).raw for _ in range(random.randint(2, 4)))
    return _cut(random, raw, 3) if random.random() < 0.6 else [raw]


def _in_order(random: Random, source: Source) -> list[bytes]:
    return [source.any(random).raw for _ in range(random.randint(2, 4))]


def _pair(random: Random, source: Source) -> list[bytes]:
    """The head of one with the body of another, in one piece; what is missing comes later, what is too much follows."""
    head, body = source.any(random).head, source.any(random).body
    declared = int(head.rpartition(b"Content-Length: ")[2])
    missing = declared - len(body)
    rest = [smuggled(missing, source.key)] if missing > 0 else []
    return random.choice([[head + body, *rest], [head, body, *rest], [head + body + b"".join(rest)]])


def _wrong_length(random: Random, source: Source) -> list[bytes]:
    one = source.any(random)
    off = random.choice([-len(one.body), -7, -1, 1, 7, 90, 400])
    head = one.without_length(b"Content-Length: %d\r\n" % (len(one.body) + off))
    return [head + one.body, smuggled(off, source.key)] if off > 0 else [head + one.body]


def _known_then_smuggled(random: Random, source: Source) -> list[bytes]:
    """The last request of a connection, with one behind it."""
    head = source.any(random)
    last = random.choice(
        [
            head.with_fields(b"Connection: close\r\n"),
            head.head.replace(b"HTTP/1.1", b"HTTP/1.0"),
        ]
    )
    raw = last + head.body
    return random.choice([[raw + smuggled(60, source.key)], [raw, smuggled(60, source.key)]])


def _chunks(random: Random, source: Source) -> list[bytes]:
    one = source.any(random)
    extension = random.choice([b"", b";a=b", b';a="b"', b";" + b"x" * 200])
    trailer = random.choice([b"", b"X-T: 1\r\n", b"Host: evil.example\r\n", b"Content-Length: 5\r\n"])
    cut = random.randrange(1, len(one.body))
    chunks = b"".join(b"%x%b\r\n%b\r\n" % (len(part), extension, part) for part in (one.body[:cut], one.body[cut:]))
    raw = one.without_length(b"Transfer-Encoding: chunked\r\n") + chunks + b"0\r\n" + trailer + b"\r\n"
    return _cut(random, raw) if random.random() < 0.7 else [raw]


def _expecting(random: Random, source: Source) -> list[bytes]:
    """Whoever doesn't wait may be told to go on or not: that is a matter of time."""
    one = source.any(random)
    return [one.with_fields(b"Expect: 100-continue\r\n"), ONCE_ANSWERED, one.body]


AMBIGUOUS = [
    b"Content-Length: %(length)d\r\nTransfer-Encoding: chunked\r\n", b"Content-Length: %(length)d\r\nContent-Length: 5\r\n",
    b"Transfer-Encoding: chunked\r\nContent-Length: %(length)d\r\n", b"Content-Length: %(length)d\r\nContent-Length: %(length)d\r\n",
    b"Content-Length: +%(length)d\r\n", b"Content-Length: %(length)d,%(length)d\r\n", b"Content-Length : %(length)d\r\n",
    b"X: 1\r\n Content-Length: %(length)d\r\n", b"X: 1\nContent-Length: %(length)d\r\n", b"X: \0\r\nContent-Length: %(length)d\r\n",
    b"Transfer-Encoding: chunked, chunked\r\n", b"Transfer-Encoding: gzip, chunked\r\n", b"Transfer-Encoding: xchunked\r\n",
    b"Transfer-Encoding:\x0bchunked\r\n", b"Transfer-Encoding: identity\r\nContent-Length: %(length)d\r\n",
    b"Host: evil.example\r\nContent-Length: %(length)d\r\n", b"Host: 127.0.0.1\r\nContent-Length: %(length)d\r\n",
    b"Connection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AA\r\nUpgrade: h2c\r\nContent-Length: %(length)d\r\n",
    b"Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: %(length)d\r\n", b"Content_Length: 5\r\nContent-Length: %(length)d\r\n",
]  # fmt: skip # a table, read by rows


def _ambiguous(random: Random, source: Source) -> list[bytes]:
    """What two servers could read in two ways, in front of something smuggled."""
    one = source.any(random)
    head = one.without_length(random.choice(AMBIGUOUS) % {b"length": len(one.body)})
    rest = b"0\r\n\r\n" + smuggled(90, source.key)
    return random.choice([[head + one.body + rest], [head + one.body, rest], [head, one.body + rest]])


def _without_a_host(random: Random, source: Source) -> list[bytes]:
    one = source.any(random)
    other = random.choice([b"", b"Host:\r\n", HOST * 2, HOST + b"Host: evil.example\r\n"])
    return [one.raw.replace(HOST, other, 1)]


def _elsewhere(random: Random, source: Source) -> list[bytes]:
    one = source.any(random)
    host = random.choice([b"127.0.0.1", b"evil.example", b"127.0.0.1:80"])
    return [one.raw.replace(b"POST /", b"POST http://%b/" % host, 1)]


def _health_with_a_body(random: Random, source: Source) -> list[bytes]:
    """Answered before its body is read (CL.0)."""
    body = smuggled(random.choice([60, 90]), source.key)
    head = b"GET /health HTTP/1.1\r\n" + HOST + b"Content-Length: %d\r\n\r\n" % len(body)
    return random.choice([[head + body], [head, ONCE_ANSWERED, body]])


def _not_http(random: Random, source: Source) -> list[bytes]:
    one = source.any(random)
    return random.choice(
        [[one.raw + b"\0\0\0\r\n\r\n"], [one.raw, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"], [b"\r\n" + one.raw]]
    )


MAKERS: tuple[Make, ...] = (
    _whole, _split, _at_the_seam, _pipeline, _in_order, _pair, _wrong_length, _known_then_smuggled, _chunks, _expecting,
    _ambiguous, _without_a_host, _elsewhere, _health_with_a_body, _not_http,
)  # fmt: skip # a table, read by rows
KINDS = {make.__name__.strip("_").replace("_", " "): make for make in MAKERS}
