"""The form of an API key: `tb_live_<prefix>_<random><checksum>`.

The prefix (8) finds the row and may be shown. The random part (37 of 62 characters, 220 bits) is the secret: so much
randomness needs no slow hash, SHA-256 is enough. The checksum (CRC-32 in 6 characters, as GitHub's tokens have it) lets
a typing error be refused without asking the database, and secret scanners recognise a key for sure.
"""

import hashlib
import hmac
import re
import secrets
import string
import zlib
from dataclasses import dataclass

ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
PREFIX_ALPHABET = string.digits + string.ascii_lowercase
PREFIX_LENGTH, RANDOM_LENGTH, CHECKSUM_LENGTH = 8, 37, 6
FORM = re.compile(r"tb_live_([0-9a-z]{8})_([0-9A-Za-z]{43})", re.ASCII)


@dataclass(frozen=True)
class FreshApiKey:
    """A key just made: the whole of it (`raw`, the secret), and what is kept."""

    raw: str
    prefix: str
    digest: str


def make_api_key() -> FreshApiKey:
    """A new key; the only time that the whole of it exists here."""
    prefix = "".join(secrets.choice(PREFIX_ALPHABET) for _ in range(PREFIX_LENGTH))
    unsigned = f"tb_live_{prefix}_" + "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LENGTH))
    raw = unsigned + _checksum(unsigned)
    return FreshApiKey(raw, prefix, digest_of(raw))


def prefix_of(raw: str) -> str | None:
    """The prefix, or None where this can't be a key of ours."""
    found = FORM.fullmatch(raw)
    if found is None or _checksum(raw[:-CHECKSUM_LENGTH]) != raw[-CHECKSUM_LENGTH:]:
        return None
    return found[1]


def digest_of(raw: str) -> str:
    """What is kept of a key: SHA-256, in hexadecimal."""
    return hashlib.sha256(raw.encode()).hexdigest()


def is_key_of(raw: str, digest: str) -> bool:
    """Whether the digest is the key's, in time that doesn't depend on where they differ."""
    return hmac.compare_digest(digest_of(raw), digest)


def _checksum(text: str) -> str:
    number, characters = zlib.crc32(text.encode()), ""
    for _ in range(CHECKSUM_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        characters = ALPHABET[digit] + characters
    return characters
