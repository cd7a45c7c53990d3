"""What the layers learn about one request."""

from dataclasses import dataclass, field
from typing import Any, Literal

from django.conf import settings

from tonebridge.callers.principal import Principal
from tonebridge.gateway.asgi_types import Scope, Send
from tonebridge.gateway.incoming import Incoming
from tonebridge.limits.request_limits import Limits
from tonebridge.resilience.turns import Turns

Refusal = Literal["rights.refused", "request.forged"]

KEY = "tonebridge.exchange"


@dataclass
class Exchange:
    """One request on its way through the stack. Layers fill it in, in order."""

    method: str
    path: str
    headers: dict[str, str]
    client_ip: str
    request_id: str = ""
    language: str = "ja"
    route: str = "other"
    body: bytes = b""
    incoming: Incoming | None = None
    """Where the rest of a large body comes from, as long as it isn't all here."""
    has_json: bool = False
    document: Any = None  # parsed JSON of the body
    principal: Principal | None = None
    reader: Principal | None = None
    """Whose session is shown, once somebody has asked (`credentials.reader_of`); None where it is nobody's, too."""
    is_reader_known: bool = False
    """Whether somebody has asked."""
    turns: Turns = field(init=False, repr=False, compare=False)
    """Those of files (`heavy_work.py`), for what is written while it is read."""
    is_counted: bool = False
    """Whether its sender's bucket has been asked."""
    refusal: Refusal | None = "rights.refused"
    """What a 403 of this request means: a right that is missing, a form that didn't come from a page of ours, or neither."""
    answer_headers: list[tuple[str, str]] = field(default_factory=list)
    limits: Limits = field(default_factory=Limits)

    def take_in(self, body: Incoming) -> None:
        """What has come of the body."""
        if body.is_whole:
            self.body, self.incoming = body.whole(), None
        else:
            self.incoming = body

    def let_go(self) -> None:
        """The request is over: whoever still holds the exchange holds no body."""
        self.body, self.incoming, self.document = b"", None, None

    @property
    def declared_bytes(self) -> int:
        """Content-Length; 0 where there is none."""
        declared = self.headers.get("content-length", "0")
        return int(declared) if declared.isdecimal() else 0

    @property
    def leaves_much_unread(self) -> bool:
        """Whether an answer that is given now leaves a large body on its way, or one of unknown size."""
        is_much = self.declared_bytes > settings.BODY_BYTES_BEFORE_CREDENTIALS or "transfer-encoding" in self.headers
        return self.incoming is not None or (is_much and not self.body)

    @property
    def is_api(self) -> bool:
        """Whether errors are problems, rather than pages."""
        return self.path.startswith(("/api/", "/.well-known/", "/health", "/metrics"))

    @property
    def changes_something(self) -> bool:
        """Whether the method is unsafe (RFC 9110 §9.2.1)."""
        return self.method not in {"GET", "HEAD", "OPTIONS"}


def exchange_of(scope: Scope) -> Exchange:
    """The exchange that `request_id`, the first layer, put into the scope."""
    found = scope[KEY]
    assert isinstance(found, Exchange)  # noqa: S101 - a layer out of order is a defect, not an input
    return found


async def answer(
    send: Send, status: int, body: bytes, content_type: str, headers: tuple[tuple[str, str], ...] = ()
) -> None:
    """Send a whole answer."""
    fields = [("content-type", content_type), ("content-length", str(len(body))), *headers]
    encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in fields]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": body})
