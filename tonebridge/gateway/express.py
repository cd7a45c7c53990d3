"""The express lane: requests that are byte for byte like one answered before, answered before they are parsed.

The stack answers a request for the first time and says what its answer rests on: the head (credential, language and all
other headers), the body, the entry of the answers' cache. When the same bytes come again, the same answer holds for as
long as its caller is known, its entry holds and a token of the rate limit is at hand in this process. Anything else,
and every doubt, goes through the stack.

Only what was read whole is compared: a head is remembered by the SHA-256 of all of it, and only if each of its headers is
in `PLAIN`, which are those that the stack's answer doesn't depend on beyond their bytes.
"""

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

from tonebridge.caching.l1_memory import Entry
from tonebridge.gateway.exchange import Exchange, Scope
from tonebridge.gateway.express_counts import Counted, counted
from tonebridge.gateway.known_callers import KnownCaller, digest_of, known_callers
from tonebridge.gateway.rate_limit import bucket_of, headers, rate_of
from tonebridge.gateway.request_id import quick_request_id
from tonebridge.gateway.security_headers import security_headers
from tonebridge.resilience.leases import Lease, leases
from tonebridge.telemetry import tracing

RAW = "tonebridge.raw"
"""Where the server puts the bytes of a request that came in one piece."""

MOST_HEADS, MOST_BODIES, MOST_PROBES, LARGEST = 10_000, 10_000, 200, 64 * 1024
"""As many bodies as the memory cache has entries: more would only hold on to answers that it has let go."""
END_OF_HEAD = b"\r\n\r\n"
PLAIN = frozenset(
    {"host", "user-agent", "accept", "accept-encoding", "accept-language", "connection", "content-type"}
    | {"content-length", "authorization", "x-api-key", "x-forwarded-for", "x-forwarded-proto", "x-real-ip"}
)

Key = TypeVar("Key")
Value = TypeVar("Value")
Whose = tuple[UUID, UUID, str, str | None]
"""The organization, the user, the path, and the reader's language as headers name it: with a body's bytes, all that an answer rests on."""


@dataclass(slots=True, eq=False)
class Head:
    """A head that was answered before, and who sent it."""

    digest_of_credential: bytes
    caller: KnownCaller
    whose: Whose
    lease: Lease
    limit: int | None
    fields: bytes
    counts: Counted


class Express:
    """What this process answered before. For the event loop alone."""

    def __init__(self) -> None:
        self._probes: dict[bytes, tuple[bytes, Counted]] = {}
        self._heads: OrderedDict[bytes, Head] = OrderedDict()
        self._entries: OrderedDict[tuple[Whose, bytes], Entry] = OrderedDict()

    def reply(self, raw: bytes) -> bytes | None:
        """Everything behind the status line and the server's own headers; None: ask the stack."""
        if raw.startswith(b"GET "):
            return self._probe(raw)
        if len(raw) > LARGEST:
            return None
        end = raw.find(END_OF_HEAD) + 4
        head = self._heads.get(sha256(raw[:end]).digest())
        if head is None or known_callers.at(head.digest_of_credential) is not head.caller:
            return None
        entry = self._entries.get((head.whose, sha256(raw[end:]).digest()))
        if entry is None or not entry.is_fresh or not head.lease.spend():
            return None
        head.counts.add()
        return b"%bcontent-length: %d\r\nx-request-id: %b\r\n%b\r\n%b" % (
            head.fields,
            len(entry.body),
            quick_request_id(),
            _limits(head) if head.limit else b"",
            entry.body,
        )

    def remember(self, scope: Scope, exchange: Exchange, entry: Entry) -> None:
        """The stack has answered this request with what stands at `entry`."""
        raw: bytes | None = scope.get(RAW)
        if raw is None or exchange.principal is None or not _is_plain(exchange):
            return
        end = raw.find(END_OF_HEAD) + 4
        caller = known_callers.at(digest := _digest(exchange))
        if raw[end:] != exchange.body or caller is None or caller.principal is not exchange.principal:
            return
        language = exchange.language if "accept-language" in exchange.headers else None
        principal = caller.principal
        whose = (principal.organization_id, principal.user_id, exchange.path, language)
        head = self._head(exchange, digest, caller, whose)
        _put(self._heads, sha256(raw[:end]).digest(), head, MOST_HEADS)
        _put(self._entries, (head.whose, sha256(exchange.body).digest()), entry, MOST_BODIES)

    def _head(self, exchange: Exchange, digest: bytes, caller: KnownCaller, whose: Whose) -> Head:
        bucket, limit = bucket_of(exchange)
        lease = leases.of(bucket, rate_of(limit))
        fields = _fields([("content-type", "application/json"), *security_headers(exchange)])
        return Head(digest, caller, whose, lease, limit, fields, counted("POST", exchange.route))

    def _probe(self, raw: bytes) -> bytes | None:
        found = self._probes.get(raw)
        if found is None:
            return None
        found[1].add_probe()
        return found[0] % quick_request_id()

    def remember_probe(self, scope: Scope, exchange: Exchange, body: bytes) -> None:
        """The stack has answered a question after our health, which anybody may ask."""
        raw: bytes | None = scope.get(RAW)
        if raw is None or exchange.method != "GET" or exchange.body or len(raw) > 1_000 or not _is_plain(exchange):
            return
        given = [("content-type", "application/json"), ("cache-control", "no-store"), *security_headers(exchange)]
        fields = _fields([*given, ("content-length", str(len(body)))]).replace(b"%", b"%%")
        if len(self._probes) < MOST_PROBES and raw.endswith(END_OF_HEAD):
            self._probes[raw] = (fields + b"x-request-id: %b\r\n\r\n" + body, counted("GET", exchange.route))


def _is_plain(exchange: Exchange) -> bool:
    kept_open = exchange.headers.get("connection", "keep-alive").lower() == "keep-alive"
    return kept_open and PLAIN.issuperset(exchange.headers) and not tracing.is_on()


def _digest(exchange: Exchange) -> bytes:
    """Of what the caller showed, as the layer of credentials reads it."""
    if bearer := exchange.headers.get("authorization"):
        return digest_of("bearer", bearer.partition(" ")[2].strip())
    return digest_of("key", exchange.headers.get("x-api-key", ""))


def _limits(head: Head) -> bytes:
    return _fields(headers(head.limit or 0, head.lease.standing()))


def _fields(pairs: list[tuple[str, str]]) -> bytes:
    return "".join(f"{name.lower()}: {value}\r\n" for name, value in pairs).encode("latin-1")


def _put(found: OrderedDict[Key, Value], key: Key, value: Value, most: int) -> None:
    found[key] = value
    if len(found) > most:
        found.popitem(last=False)


express = Express()
