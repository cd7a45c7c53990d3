"""The rest of the product: Django's WSGI handler, in the pool of threads.

Measured on two cores, Django's own ASGI handler serves a seventh of what its WSGI handler does behind a gateway.
"""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from io import BytesIO
from typing import Any, cast

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch, set_script_prefix
from django.utils.module_loading import import_string

from tonebridge.callers.principal import Principal
from tonebridge.gateway.asgi_types import Receive, Scope, Send
from tonebridge.gateway.backends import callers, idempotency_keys
from tonebridge.gateway.cookies import cookies
from tonebridge.gateway.exchange import KEY, Exchange, exchange_of
from tonebridge.gateway.heavy_work import whose
from tonebridge.gateway.shown_once import as_kept
from tonebridge.resilience import deadline
from tonebridge.resilience.threads import in_thread

END = b""
OWN_TRANSACTIONS = "/api/v1/auth/"
"""Doors that count tries and act as the system: what they note must stay, however the call ends."""
API, DOCUMENTATION = ("/api/", "/.well-known/"), "/api/docs"
"""What programs read, and the one page among it."""


class Handler(WSGIHandler):
    """Django, which tells the front door the pattern of the URL that it found, for metrics.

    What has no part that varies is looked for once: walking all patterns is a twentieth of a page of history.
    """

    def __init__(self) -> None:
        super().__init__()
        self._found: dict[str, ResolverMatch] = {}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> HttpResponse:
        """As Django's, without the signal that a request begins: the bridge sends it before it opens a transaction."""
        set_script_prefix("/")
        response = cast(HttpResponse, self.get_response(self.request_class(environ)))
        cast(Any, response)._handler_class = type(self)  # who `request_finished` is sent by
        cookies = [("Set-Cookie", cookie.output(header="")) for cookie in response.cookies.values()]
        start_response(f"{response.status_code} {response.reason_phrase}", [*response.items(), *cookies])
        return response

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        found = self._found.get(request.path_info) or self._looked_for(request)
        request.resolver_match = found
        request.META[KEY].route = "/" + found.route.replace("^", "").replace("$", "")
        return found

    def _looked_for(self, request: HttpRequest) -> ResolverMatch:
        found: ResolverMatch = super().resolve_request(request)
        is_plain = request.path_info == "/" + found.route and not found.args and not found.kwargs
        if is_plain and not hasattr(request, "urlconf"):
            self._found[request.path_info] = found  # as many as there are patterns
        return found


class ApiHandler(Handler):
    """Django without what pages need: for the API, the front door has seen to sessions, forgery, hosts and headers."""

    def load_middleware(self, is_async: bool = False) -> None:
        """The middleware of `settings.API_MIDDLEWARE`, whose hooks are `__call__` alone."""
        hooks: dict[str, list[Any]] = {f"_{kind}_middleware": [] for kind in ("view", "template_response", "exception")}
        vars(self).update(hooks)
        view = cast(Any, self)._get_response  # Django's own, which its types leave out
        handler = convert_exception_to_response(view)
        for path in reversed(settings.API_MIDDLEWARE):
            handler = convert_exception_to_response(import_string(path)(handler))
        self._middleware_chain = handler


class DjangoBridge:
    """ASGI in, WSGI behind. The body is whole already; a whole answer takes one turn in a thread, a stream one a chunk."""

    def __init__(self) -> None:
        self.pages, self.api = Handler(), ApiHandler()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        exchange.route = "unknown"
        response = await in_thread(self._begin, scope, exchange)
        await send({"type": "http.response.start", "status": response.status, "headers": response.headers})
        if response.whole is None:
            await self._stream(response, exchange, send)
        await send({"type": "http.response.body", "body": response.whole or END})

    async def _stream(self, response: "_Response", exchange: Exchange, send: Send) -> None:
        """A chunk takes its turn among the files of all (`heavy_work.py`). A static file, which is nobody's, takes none."""
        reader = await _reader(exchange)
        with deadline.lifted(), callers.reading(reader) as gone:
            while True:
                async with nullcontext() if reader is None else exchange.turns.awaited(whose(reader, exchange)):
                    chunk = await in_thread(response.next_chunk)
                if not chunk:
                    return
                await _pass_on(send, chunk, gone)

    def _begin(self, scope: Scope, exchange: Exchange) -> "_Response":
        """The signals stand around the transaction: Django's receivers close a connection that is inside of one."""
        response, handler = _Response(), self._handler(exchange)
        asked = environ(scope, exchange)
        request_started.send(sender=type(handler), environ=asked)
        try:
            self._ask(handler, asked, exchange, response)
        finally:
            response.close_whole()
            asked["wsgi.input"].close()  # what Django's request was made of, whoever still holds that
        return response

    def _handler(self, exchange: Exchange) -> Handler:
        return self.api if exchange.path.startswith(API) and exchange.path != DOCUMENTATION else self.pages

    def _ask(self, handler: Handler, asked: dict[str, Any], exchange: Exchange, response: "_Response") -> None:
        if not idempotency_keys.is_holding() or exchange.path.startswith(OWN_TRANSACTIONS):
            return response.take(handler(asked, response.start))
        with transaction.atomic():  # the view's effect and its answer are stored together
            with idempotency_keys.stored_later():
                response.take(handler(asked, response.start))
            self._settle(exchange, response)
        return None

    @staticmethod
    def _settle(exchange: Exchange, response: "_Response") -> None:
        """What a view has refused had no effect: the key is let go, as after any other refusal."""
        if 200 <= response.status < 300:
            whole = response.read_whole()
            status, kept, content_type = as_kept(exchange, response.status, whole, response.content_type)
            idempotency_keys.store(lambda: kept, status=status, content_type=content_type)


async def _reader(exchange: Exchange) -> Principal | None:
    """Whose the answer is: of a page, whoever is signed in there. A static file is nobody's, and asks for no query."""
    known = exchange.principal or exchange.reader
    if known is not None or exchange.is_reader_known or exchange.path.startswith(settings.STATIC_URL):
        return known
    session = cookies(exchange.headers).get(settings.SESSION_COOKIE_NAME)
    return await in_thread(callers.of_session, session) if session else None


async def _pass_on(send: Send, chunk: bytes, gone: asyncio.Event) -> None:
    """Raises ReaderGone, which leaves the answer without an end: half a file must not look like a whole one."""
    sending = asyncio.ensure_future(send({"type": "http.response.body", "body": chunk, "more_body": True}))
    ending = asyncio.ensure_future(gone.wait())
    try:
        await asyncio.wait({sending, ending}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ending.cancel()
        sending.cancel()
    if gone.is_set():
        raise ReaderGone
    await sending


class ReaderGone(Exception):
    """Whoever reads an answer may not read on."""


class _Response:
    """What a WSGI application says: status, headers, and chunks until the closing empty one."""

    def __init__(self) -> None:
        self.status, self.headers = 500, list[tuple[bytes, bytes]]()
        self._body: Iterable[bytes] = ()
        self.whole: bytes | None = None
        """All of the body, where it is no stream."""
        self._chunks: Iterator[bytes] | None = None

    def start(self, status: str, headers: list[tuple[str, str]], *_exc_info: object) -> Any:
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return None

    @property
    def content_type(self) -> str:
        return dict(self.headers).get(b"content-type", b"application/json").decode("latin-1")

    def take(self, body: Iterable[bytes]) -> None:
        """Of an answer that is here already, all of it, and say how long it is."""
        self._body = body
        if not isinstance(body, HttpResponse):
            return
        self.whole = body.content
        if all(name != b"content-length" for name, _value in self.headers):
            self.headers.append((b"content-length", str(len(self.whole)).encode()))

    def read_whole(self) -> bytes:
        """All of a stream as well, for those who keep it."""
        if self.whole is None:
            self.whole = b"".join(self._body)
        return self.whole

    def close_whole(self) -> None:
        """Django's response is done with; a stream is closed behind its last chunk."""
        if self.whole is not None:
            self._close()

    def next_chunk(self) -> bytes:
        self._chunks = iter(self._body) if self._chunks is None else self._chunks
        for chunk in self._chunks:
            if chunk:
                return chunk
        self._close()
        return END

    def _close(self) -> None:
        if hasattr(self._body, "close"):
            self._body.close()


def environ(scope: Scope, exchange: Exchange) -> dict[str, Any]:
    """The WSGI environment (PEP 3333) of a request, with what the layers above have found out."""
    server = scope.get("server") or ("localhost", 80)
    found = {
        "REQUEST_METHOD": exchange.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": exchange.path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.get("query_string", b"").decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": exchange.client_ip,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": BytesIO(exchange.body),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        KEY: exchange,
        "tonebridge.principal": exchange.principal,
        "tonebridge.request_id": exchange.request_id,
        "tonebridge.client_ip": exchange.client_ip,
    }
    found |= dict(_headers(exchange))
    return found | {"CONTENT_LENGTH": str(len(exchange.body))}


def _headers(exchange: Exchange) -> Iterator[tuple[str, str]]:
    """Headers under their WSGI names. One with an underscore would pass for its namesake with a dash: left out."""
    for name, value in exchange.headers.items():
        if "_" not in name:
            key = name.upper().replace("-", "_")
            yield (key if key == "CONTENT_TYPE" else f"HTTP_{key}"), value
