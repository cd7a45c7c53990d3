"""Headers and cookies. The gateway sends the headers that apply to every answer; these are the pages' own."""

from datetime import timedelta
from typing import Literal

from csp.constants import NONCE, NONE, SELF

from tonebridge import env

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["tonebridge-page"],
    },
    "EXCLUDE_URL_PREFIXES": ["/admin/", "/api/", "/.well-known/"],
}
CORS_ORIGINS = env.words("TONEBRIDGE_CORS_ORIGINS")
"""Origins such as `https://app.example.com` whose pages may call the API with a key or token of their own; no cookies."""
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_IDLE_LIFETIME = timedelta(days=env.number("TONEBRIDGE_SESSION_IDLE_DAYS", 14, least=0.01))
"""A session of a page that nobody uses for so long ends; `SIGN_IN_LIFETIME` ends it in any case."""
SESSION_COOKIE_AGE = int(SESSION_IDLE_LIFETIME.total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE: Literal["Lax", "Strict"] = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
DEVICE_COOKIE_NAME = "tb_device"
MODEL_HINT_COOKIE_NAME = "tb_model_hint"
"""Says that the hint of `apps/transform/web/model_hint.py` was shown in this session, or switched off."""
CSRF_FAILURE_VIEW = "tonebridge.gateway.problems.csrf_failure"
RATELIMIT_FAIL_OPEN = True
SIGN_IN_NEEDS_VERIFIED_EMAIL = env.flag("TONEBRIDGE_VERIFIED_EMAIL_ONLY", False)
"""Whether a password opens an account only after its address is proven. Production's default is yes: a stranger who
registers with somebody's address would learn by signing in that it was free. In development nobody reads the mail."""
PLAINTEXT = env.choices("TONEBRIDGE_PLAINTEXT", ("database", "cache", "broker"))
"""Connections to other machines that are meant to go without TLS (a network of their own): `check --deploy` asks for all others."""
PRIVATE_MODEL_ADDRESSES = env.flag("TONEBRIDGE_PRIVATE_MODEL_ADDRESSES", False)
"""Whether an organization's own model may have an http address or one in a private network. Yes lets its owners have this
machine call any neighbour."""
