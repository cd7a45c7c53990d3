"""Size, type and form of bodies, before anything works on them. What is small is read here; the rest of what is large only once
its sender is known (`large_bodies.py`)."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tonebridge.errors import InvalidRequest, PayloadTooLarge, UnsupportedMediaType
from tonebridge.gateway.asgi_types import App, Receive, Scope, Send
from tonebridge.gateway.exchange import Exchange, exchange_of
from tonebridge.gateway.incoming import ClientGone, Incoming
from tonebridge.security.origins import is_our_host

JSON = "application/json"
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


class Validation:
    """Lower layers find a small body ready, and of a large one `exchange.incoming`."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        _check_host(exchange)
        _check_encoding(exchange)
        limit = limit_of(exchange)
        if exchange.declared_bytes > limit:
            raise PayloadTooLarge
        body = Incoming(receive, limit=limit, address=exchange.client_ip)
        try:
            if exchange.declared_bytes <= settings.BODY_BYTES_BEFORE_CREDENTIALS:
                await body.read(settings.BODY_BYTES_BEFORE_CREDENTIALS)
            if (body.size or not body.is_whole) and exchange.path.startswith("/api/"):
                _check_type(exchange)
            exchange.take_in(body)
            await self.app(scope, receive, send)
        except ClientGone:
            return
        finally:
            body.release()
            exchange.let_go()


def _check_host(exchange: Exchange) -> None:
    host = exchange.headers.get("host", "")
    if host and not is_our_host(host):
        raise InvalidRequest(_("This server doesn't handle that host name."))


def limit_of(exchange: Exchange) -> int:
    """The most bytes that its body may have: forms more than JSON, and both more at a few doors."""
    if kind_of(exchange) not in FORMS:
        return settings.LARGE_JSON.get(exchange.path, settings.MAX_BODY_BYTES)
    usual = settings.MAX_BODY_BYTES if exchange.path.startswith("/api/") else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return settings.LARGE_FORMS.get(exchange.path, usual)


def kind_of(exchange: Exchange) -> str:
    """The media type of its body, without parameters."""
    return exchange.headers.get("content-type", "").partition(";")[0].strip().lower()


def _check_encoding(exchange: Exchange) -> None:
    """A packed body could unpack to any size; nobody needs one for a message."""
    if exchange.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise UnsupportedMediaType(_("Send the body uncompressed, without a Content-Encoding header."))


def _check_type(exchange: Exchange) -> None:
    kind = kind_of(exchange)
    if exchange.path.endswith("/import"):
        if kind not in FORMS:
            raise UnsupportedMediaType(_("Send the file as multipart/form-data."))
    elif kind != JSON:
        raise UnsupportedMediaType
    else:
        exchange.has_json = True
