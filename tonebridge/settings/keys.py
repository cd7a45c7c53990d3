"""Secrets. Named by the environment, or made once under `.run/secrets` for development.

Production refuses to start on development keys (`settings/production.py`).
"""

from tonebridge.devstack.secrets import development_secrets
from tonebridge.settings import env

GIVEN_SECRETS = all(
    env.text(name) for name in ("TONEBRIDGE_SECRET_KEY", "TONEBRIDGE_SIGNING_KEYS", "TONEBRIDGE_ENCRYPTION_KEYS")
)
_made = {} if GIVEN_SECRETS else development_secrets()

SECRET_KEY = env.text("TONEBRIDGE_SECRET_KEY") or _made["secret_key"]

TOKEN_SIGNING_KEYS = env.text("TONEBRIDGE_SIGNING_KEYS") or _made["signing_keys"]
"""JSON list of `{"kid", "private_key"}` (PEM, RSA 2048+). The first signs; all verify."""

ENCRYPTION_KEYS = env.text("TONEBRIDGE_ENCRYPTION_KEYS") or _made["encryption_keys"]
"""JSON list of `{"id", "key"}` (32 bytes, base64). The first encrypts; all decrypt."""
