"""Secrets. Named by the environment, or made once under `.run/secrets` for development.

Production refuses to start on development keys (`settings/production.py`).
"""

from os import environ
from pathlib import Path

from tonebridge import env
from tonebridge.devstack.places import run_directory
from tonebridge.devstack.secrets import FILE, development_secrets

GIVEN_SECRETS = all(
    env.text(name) for name in ("TONEBRIDGE_SECRET_KEY", "TONEBRIDGE_SIGNING_KEYS", "TONEBRIDGE_ENCRYPTION_KEYS")
)
_made = {} if GIVEN_SECRETS else development_secrets()

SECRET_KEY = env.text("TONEBRIDGE_SECRET_KEY") or _made["secret_key"]

TOKEN_SIGNING_KEYS = env.text("TONEBRIDGE_SIGNING_KEYS") or _made["signing_keys"]
"""JSON list of `{"kid", "private_key"}` (PEM, RSA 2048+). The first signs; all verify."""


def _signing_keys_file() -> Path | None:
    if named := environ.get("TONEBRIDGE_SIGNING_KEYS_FILE"):
        return Path(named)
    return None if environ.get("TONEBRIDGE_SIGNING_KEYS") else run_directory() / "secrets" / FILE


TOKEN_SIGNING_KEYS_FILE = _signing_keys_file()
"""Where the signing keys stand, if in a file: running processes see it change, so rotation needs no restart."""

REQUEST_SIGNING_KEY = env.text("TONEBRIDGE_REQUEST_SIGNING_KEY") or SECRET_KEY
"""What the request-signing secrets of API keys are derived from. Another value gives every key another secret."""

ENCRYPTION_KEYS = env.text("TONEBRIDGE_ENCRYPTION_KEYS") or _made["encryption_keys"]
"""JSON list of `{"id", "key"}` (32 bytes, base64). The first encrypts; all decrypt."""
