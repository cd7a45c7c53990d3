"""Put a new key in front of those that sign tokens."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from apps.accounts.credentials.signing_keys import KeyRing
from tonebridge.resilience import clock

KNOWN_EVERYWHERE_AFTER = timedelta(seconds=10)
"""The new key signs only when every process has looked at the file again, so none meets a key it doesn't know."""

BITS = 3072
"""128 bits of security (NIST SP 800-57). RSA and not Ed25519: whoever checks our tokens and receipts by the JWKS was told
RS256, and many libraries of theirs know nothing else.
"""
Row = dict[str, Any]  # an entry of the list, with fields that other versions may have added


@dataclass(frozen=True)
class Rotation:
    """The list after a rotation. `dropped`: keys whose grace was over."""

    keys: str
    kid: str
    dropped: tuple[str, ...]


def rotate_signing_keys(*, keys: str, grace: timedelta) -> Rotation:
    """A list with a new key first. The others verify for `grace` from now on; those whose grace is over are left out.

    A grace shorter than a refresh token's life signs people out. Raises ValueError where `keys` can't be read.
    """
    KeyRing.parse(keys)
    now, rows = clock.now(), json.loads(keys)
    kept = [row for row in rows if not _is_over(row, now)]
    fresh = _fresh(now)
    text = json.dumps([fresh, *(_ending(row, now + grace) for row in kept)])
    KeyRing.parse(text)
    return Rotation(text, fresh["kid"], tuple(row["kid"] for row in rows if row not in kept))


def _fresh(now: datetime) -> Row:
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    signs_from = (now + KNOWN_EVERYWHERE_AFTER).isoformat()
    return {"kid": secrets.token_hex(4), "private_key": pem, "signs_from": signs_from}


def _ending(row: Row, end: datetime) -> Row:
    """A key that ends already keeps its end: rotating twice mustn't prolong it."""
    return row if "verifies_until" in row else row | {"verifies_until": end.isoformat()}


def _is_over(row: Row, now: datetime) -> bool:
    return "verifies_until" in row and datetime.fromisoformat(row["verifies_until"]) <= now
