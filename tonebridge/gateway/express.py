"""The express lane: requests that are byte for byte like one answered before, answered before they are parsed.

The stack answers a request for the first time and says what its answer rests on: its caller, and the entry of the answers'
cache. When the same bytes come again, the same answer holds for as long as its caller is known, its entry holds and a token
of the rate limit is at hand in this process. Anything else, and every doubt, goes through the stack.

A request is remembered by one SHA-256 over all of it, from the first byte of its head to the last of its body: nothing of
one request is ever joined with something of another. And only where nobody in front of us can think that it ends elsewhere
(`_is_whole`), and each of its headers is in `PLAIN`, which are those that the stack's answer doesn't depend on beyond
their bytes.
"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from django.conf import settings

from tonebridge.bounded_dict import BoundedDict
from tonebridge.caching.l1_memory import Entry
from tonebridge.callers.shown_credentials import ShownCredential, digest_of, shown_credential
from tonebridge.gateway.asgi_types import Scope
from tonebridge.gateway.exchange import Exchange
from tonebridge.gateway.express_counts import Counted, counted
from tonebridge.gateway.known_callers import KnownCaller, known_callers
from tonebridge.gateway.rate_limit import bucket_of
from tonebridge.gateway.request_id import quick_request_id
from tonebridge.gateway.security_headers import security_headers
from tonebridge.limits.call_limits import A_MINUTE, rate_of
from tonebridge.limits.leases import Lease, leases
from tonebridge.limits.request_limits import policy_of, standing_of
from tonebridge.telemetry import tracing

RAW = "tonebridge.raw"
"""Where the server puts the bytes that a request came with, where none of it had come before."""

MOST_REQUESTS, MOST_PROBES, LARGEST = 10_000, 200, 64 * 1024
"""As many requests as the memory cache has entries: more would only hold on to answers that it has let go."""
END_OF_HEAD = b"\r\n\r\n"
PLAIN = frozenset(
    {"host", "user-agent", "accept", "accept-encoding", "accept-language", "connection", "content-type"}
    | {"content-length", "authorization", "x-api-key", "x-forwarded-for", "x-forwarded-proto", "x-real-ip"}
)


@dataclass(slots=True, eq=False)
class Answered:
    """A request that was answered before: who sent it, and what its answer rests on."""

    digest_of_credential: bytes
    caller: KnownCaller
    lease: Lease
    limit: int | None
    fields: bytes
    counts: Counted
    entry: Entry
    length: int
    """Of the whole request, in bytes."""


class Express:
    """What this process answered before. For the event loop alone."""

    def __init__(self) -> None:
        self._probes: dict[bytes, tuple[bytes, Counted]] = {}
        self._requests = BoundedDict[bytes, Answered](MOST_REQUESTS)

    def reply(self, raw: bytes) -> bytes | None:
        """Everything behind the status line and the server's own headers; None: ask the stack."""
        if raw.startswith(b"GET "):
            return self._probe(raw)
        if len(raw) > LARGEST:
            return None
        known = self._requests.get(sha256(raw).digest())
        if known is None or known.length != len(raw) or not _holds(known) or not known.lease.spend():
            return None
        known.counts.add()
        return b"%bcontent-length: %d\r\nx-request-id: %b\r\n%b\r\n%b" % (
            known.fields,
            len(known.entry.body),
            quick_request_id(),
            _limits(known),
            known.entry.body,
        )

    def remember(self, scope: Scope, exchange: Exchange, entry: Entry) -> None:
        """The stack has answered this request with what stands at `entry`."""
        raw: bytes | None = scope.get(RAW)
        if raw is None or exchange.principal is None or not _is_plain(exchange) or not _is_whole(raw, scope, exchange):
            return
        caller = known_callers.at(digest := _digest(exchange))
        if caller is None or caller.principal is not exchange.principal:
            return
        self._requests[sha256(raw).digest()] = _answered(exchange, digest, caller, entry, len(raw))

    def _probe(self, raw: bytes) -> bytes | None:
        found = self._probes.get(raw)
        if found is None:
            return None
        found[1].add_probe()
        return found[0] % quick_request_id()

    def remember_probe(self, scope: Scope, exchange: Exchange, body: bytes) -> None:
        """The stack has answered a question after our health, which anybody may ask."""
        raw: bytes | None = scope.get(RAW)
        if raw is None or exchange.method != "GET" or len(raw) > 1_000 or not _is_plain(exchange):
            return
        if not _is_whole(raw, scope, exchange) or len(self._probes) >= MOST_PROBES:
            return
        given = [("content-type", "application/json"), ("cache-control", "no-store"), *security_headers(exchange)]
        fields = _fields([*given, ("content-length", str(len(body)))]).replace(b"%", b"%%")
        self._probes[raw] = (fields + b"x-request-id: %b\r\n\r\n" + body, counted("GET", exchange.route))


def _holds(known: Answered) -> bool:
    """Whether its caller is still who they were, and its answer true and fresh."""
    return known_callers.at(known.digest_of_credential) is known.caller and known.entry.is_fresh


def _answered(exchange: Exchange, digest: bytes, caller: KnownCaller, entry: Entry, length: int) -> Answered:
    bucket, limit = bucket_of(exchange)
    lease = leases.of(bucket, rate_of(limit))
    policy = policy_of(list(exchange.limits.known.values()))
    fields = _shared(_fields([("content-type", "application/json"), *security_headers(exchange), *policy]))
    return Answered(digest, caller, lease, limit, fields, counted("POST", exchange.route), entry, length)


@lru_cache(maxsize=256)
def _shared(fields: bytes) -> bytes:
    """The same object for all that look alike: ten thousand requests have a few kinds of headers."""
    return fields


def _is_whole(raw: bytes, scope: Scope, exchange: Exchange) -> bool:
    """Whether the bytes are this request, all of it and nothing else, whoever reads them.

    Each header is there once, HTTP is 1.1, one host is named, and the body is as long as the one Content-Length says. A
    GET has none: its body wouldn't be read before it is answered.
    """
    names, end = [name for name, _value in scope["headers"]], raw.find(END_OF_HEAD) + 4
    if scope["http_version"] != "1.1" or len(set(names)) != len(names) or not exchange.headers.get("host"):
        return False
    if not raw.startswith(exchange.method.encode() + b" /"):
        return False
    if exchange.method == "GET":
        return len(raw) == end and "content-length" not in exchange.headers
    return exchange.headers.get("content-length") == str(len(raw) - end) and raw[end:] == exchange.body


def _is_plain(exchange: Exchange) -> bool:
    kept_open = exchange.headers.get("connection", "keep-alive").lower() == "keep-alive"
    return settings.GATEWAY_EXPRESS_LANE and kept_open and PLAIN.issuperset(exchange.headers) and not tracing.is_on()


def _digest(exchange: Exchange) -> bytes:
    """Of what the caller showed, as the layer of credentials reads it."""
    shown = shown_credential(exchange.headers) or ShownCredential("key", "")
    return digest_of(shown.kind, shown.value)


def _limits(known: Answered) -> bytes:
    if not known.limit:
        return b""
    minute = rate_of(known.limit).limit(A_MINUTE, known.lease.standing())
    return _fields(standing_of([minute], counted=minute))


def _fields(pairs: list[tuple[str, str]]) -> bytes:
    return "".join(f"{name.lower()}: {value}\r\n" for name, value in pairs).encode("latin-1")


express = Express()
