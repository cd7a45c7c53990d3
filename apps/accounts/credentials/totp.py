"""Time-based one-time passwords (RFC 6238): HMAC-SHA-1, steps of 30 s, 6 digits, as every authenticator has them.

Written out instead of taken from a package: it is twenty lines, and refusing a code that comes twice needs to know
which step a code matched, which packages don't say.
"""

import base64
import hashlib
import hmac
import re
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_S, DIGITS, SECRET_BYTES = 30, 6, 20
STEPS_OFF = (0, -1, 1)
"""A device's clock may be a step away; the present one is tried first."""

FORM = re.compile(r"[0-9]{6}", re.ASCII)


def new_secret() -> str:
    """160 random bits (RFC 4226 §4), in base 32."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def code_at(secret: str, step: int) -> str:
    """The code of a time step (RFC 4226 §5.3)."""
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    at = digest[-1] & 0x0F
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def step_at(moment: datetime) -> int:
    """The time step that a moment lies in."""
    return int(moment.timestamp()) // STEP_S


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """The step that the code belongs to, if it is one around the moment."""
    if not FORM.fullmatch(code):
        return None
    now = step_at(at)
    matches = [now + off for off in STEPS_OFF if hmac.compare_digest(code_at(secret, now + off), code)]
    return matches[0] if matches else None


def provisioning_uri(secret: str, *, issuer: str, account: str) -> str:
    """What an authenticator reads from a QR code (Key URI Format)."""
    query = urlencode({"secret": secret, "issuer": issuer, "digits": DIGITS, "period": STEP_S})
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?{query}"
