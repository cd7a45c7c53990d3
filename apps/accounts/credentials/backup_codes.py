"""Backup codes: six groups of four, from letters and digits that can't be confused. 120 bits each.

What is kept is an HMAC under a key derived (HKDF, RFC 5869) from the authenticator's secret, which the database holds sealed
under the product's encryption key: the table alone lets nobody try codes, and whoever rotates that key needs nothing new here.
Codes from before, of 80 bits, are kept as plain SHA-256 and go on until they are used or renewed.
"""

import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
COUNT, GROUPS, GROUP_LENGTH = 10, 6, 4
INFO, KEY_LENGTH = b"tonebridge backup codes v1", 32


def new_backup_codes() -> tuple[str, ...]:
    """Ten codes, as they are shown."""
    return tuple("-".join(_group() for _ in range(GROUPS)) for _ in range(COUNT))


def digest_of(code: str, secret: str) -> str:
    """What is kept of a code beside this authenticator's secret. Spaces, dashes and case don't matter."""
    key = HKDF(SHA256(), KEY_LENGTH, salt=None, info=INFO).derive(secret.encode())
    return hmac.new(key, _plain(code), hashlib.sha256).hexdigest()


def is_kept_as(code: str, secret: str, kept: str) -> bool:
    """Whether this is what is kept of the code, in either form; in time that doesn't depend on where they differ."""
    old = hashlib.sha256(_plain(code)).hexdigest()
    found = [hmac.compare_digest(each, kept) for each in (digest_of(code, secret), old)]
    return any(found)


def _plain(code: str) -> bytes:
    return "".join(character for character in code.upper() if character.isalnum()).encode()


def _group() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH))
