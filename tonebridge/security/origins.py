"""Whose host a caller asks, and whose page a browser says that it is on."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host


def is_our_host(host: str) -> bool:
    """Whether a `Host` header, with a port or without, names a host of `ALLOWED_HOSTS`; what is no host name does where all (`*`) are."""
    return validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)


def is_our_page(address: str, *, host: str) -> bool:
    """Whether an origin or a referrer is this site, called by `host`: its scheme counts too, so that a page that came
    without TLS, where anybody may have changed it, isn't taken for ours. Or one of `CSRF_TRUSTED_ORIGINS`.
    """
    parts = urlsplit(address)
    origin = f"{parts.scheme}://{parts.netloc}"
    ours = f"{'https' if settings.SECURE_SSL_REDIRECT else 'http'}://{host}"
    return origin == ours or origin in settings.CSRF_TRUSTED_ORIGINS
