"""Where a request ends and whom it is for: what two servers could read in two ways is refused (RFC 9112 §3.2, §6.3, §11.2).

What the parser refuses never comes here: lengths that are no number, or there twice, or beside a Transfer-Encoding, folded
lines, bare line feeds, control characters, spaces before a colon, chunks that are none. The rest stands here, for whatever
server runs the application.
"""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tonebridge.gateway.asgi_types import Scope

TARGET = "tonebridge.target"
"""Where the server puts a request's target as it came, if that is no path (RFC 9112 §3.2.2): `http://127.0.0.1/health`."""

Pairs = Iterable[tuple[bytes, bytes]]
VERSIONS = frozenset({"1.0", "1.1", "2", "3"})
SINGLE = frozenset(
    {"host", "content-length", "transfer-encoding", "content-type", "authorization", "origin", "idempotency-key"}
    | {"x-api-key", "x-request-id", "x-tb-signature", "x-tb-timestamp", "x-tb-nonce", "x-tb-deadline-ms"}
    | {"x-csrftoken", "x-forwarded-proto"}
)
"""Headers that hold one value: of two lines, one server would take the first and another one the last."""
HOST = _("Send exactly one Host header, with the host name.")
LENGTH = _("The length of the request body is ambiguous. Send either Content-Length or Transfer-Encoding: chunked.")
TARGET_UNKNOWN = _("The address or the HTTP version in the request line isn't supported.")


def combined(pairs: Pairs) -> dict[str, str]:
    """Headers by name in small letters. Lines of one name are one list (RFC 9110 §5.3); cookies have a separator of their own."""
    found: dict[str, str] = {}
    for raw_name, raw_value in pairs:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        found[name] = f"{found[name]}{'; ' if name == 'cookie' else ', '}{value}" if name in found else value
    return found


def fault_of(scope: Scope, headers: Mapping[str, str]) -> Promise | None:
    """What is wrong with the frame of a request whose `headers` are combined, as a sentence; None: nothing."""
    if twice := _twice(scope["headers"], headers):
        return HOST if twice == "host" else format_lazy(_("Send the {name} header only once."), name=twice)
    version = scope["http_version"]
    if version not in VERSIONS or not _is_served(scope.get(TARGET), headers):
        return TARGET_UNKNOWN
    if version == "1.1" and not headers.get("host", "").strip():
        return HOST
    return None if _ends_clearly(version, headers) else LENGTH


def _twice(pairs: list[tuple[bytes, bytes]], headers: Mapping[str, str]) -> str | None:
    """A header of one value that was sent more than once."""
    if len(pairs) == len(headers):
        return None
    names = [name.decode("latin-1") for name, _value in pairs]
    return next((name for name in names if name in SINGLE and names.count(name) > 1), None)


def _is_served(target: bytes | None, headers: Mapping[str, str]) -> bool:
    """A path is. An absolute address has to name the host that Host names; a fragment never travels."""
    if target is None or target == b"*":
        return True
    scheme, mark, rest = target.partition(b"://")
    authority = rest.partition(b"/")[0].partition(b"?")[0].decode("latin-1")
    named = mark and scheme.lower() in {b"http", b"https"} and authority.lower() == headers.get("host", "").lower()
    return bool(named) and b"#" not in target


def _ends_clearly(version: str, headers: Mapping[str, str]) -> bool:
    """Chunks, a length, or nothing at all; HTTP/1.0 knows no chunks (RFC 9112 §6.1), and what asks for another protocol has no body."""
    coding = headers.get("transfer-encoding")
    if coding is not None and (version == "1.0" or coding.strip().lower() != "chunked" or "content-length" in headers):
        return False
    has_body = coding is not None or headers.get("content-length", "0").strip("0 ") != ""
    return not (has_body and asks_for_upgrade(headers))


def asks_for_upgrade(headers: Mapping[str, str]) -> bool:
    """Whether the connection is to go on in another protocol (RFC 9110 §7.8)."""
    tokens = {token.strip().lower() for token in headers.get("connection", "").split(",")}
    return "upgrade" in headers and "upgrade" in tokens
