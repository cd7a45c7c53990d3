"""Headers that keep browsers from doing more with an answer than was meant (OWASP ASVS 5.0, V3.4).

Pages bring their own policy with a nonce (`settings.CONTENT_SECURITY_POLICY`); here is what everything else gets.
"""

from django.conf import settings

from tonebridge.gateway.exchange import Exchange

NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""For data: even if a browser took it for a page, it would load, run and frame nothing."""

ERROR_PAGE = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types tonebridge-page"
)
"""For a page that a layer answers with, before Django: our stylesheets and scripts, and nothing written into it."""

OWN_SCRIPTS = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""For the administration and the API reference, whose packages come with scripts in their pages."""

PACKAGED = ("/admin/", "/api/docs")


def security_headers(exchange: Exchange) -> list[tuple[str, str]]:
    """Headers of an answer, unless it has its own."""
    found = [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("content-security-policy", OWN_SCRIPTS if exchange.path.startswith(PACKAGED) else NOTHING),
    ]
    if exchange.path.startswith("/api/v1/"):
        found.append(("cache-control", "no-store"))
    if settings.SECURE_HSTS_SECONDS:
        lifetime = f"max-age={settings.SECURE_HSTS_SECONDS}"
        found.append(("strict-transport-security", f"{lifetime}; includeSubDomains; preload"))
    return found
