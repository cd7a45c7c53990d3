"""Encryption at rest: AES-256-GCM (NIST SP 800-38D) with key ids and associated data.

A sealed value is `01 | length of key id | key id | nonce (12) | ciphertext and tag (16)`.

    EncryptionError
    ├── UnknownKey      the value names a key that the ring doesn't hold: permanent until the key is back
    └── Tampered        the value was changed, or belongs to another row
"""

import base64
import json
import os
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION, NONCE_BYTES, KEY_BYTES = b"\x01", 12, 32


class EncryptionError(Exception):
    """A sealed value can't be opened."""


class UnknownKey(EncryptionError):
    """No key of that id."""


class Tampered(EncryptionError):
    """The value or its associated data isn't what was sealed."""


@dataclass(frozen=True)
class KeyRing:
    """Keys by id. The first one seals, all of them open."""

    keys: tuple[tuple[str, bytes], ...]

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        """Read `[{"id": "…", "key": "<32 bytes, base64>"}]`. Raises ValueError where it isn't that."""
        try:
            pairs = [(str(row["id"]), base64.b64decode(row["key"], validate=True)) for row in json.loads(text)]
        except (TypeError, KeyError, ValueError) as error:
            raise ValueError("encryption keys must be a JSON list of {id, key}") from error
        if not pairs or any(len(key) != KEY_BYTES or not 0 < len(name) < 256 for name, key in pairs):
            raise ValueError("an encryption key must have an id and 32 bytes, in base64")
        return cls(tuple(pairs))

    @property
    def first(self) -> str:
        """The id of the key that seals."""
        return self.keys[0][0]

    @property
    def head(self) -> bytes:
        """What every value begins with that was sealed with the first key, and no other does."""
        name = self.first.encode()
        return VERSION + bytes([len(name)]) + name

    def seal(self, plain: bytes, associated: bytes) -> bytes:
        """Encrypt with the first key, bound to `associated`."""
        nonce, head = os.urandom(NONCE_BYTES), self.head
        return head + nonce + _cipher(self.keys[0][1]).encrypt(nonce, plain, head + associated)

    def open(self, sealed: bytes, associated: bytes) -> bytes:
        """Decrypt. Raises UnknownKey or Tampered."""
        head, nonce, body = _parts(sealed)
        try:
            return _cipher(self._key(head[2:].decode(errors="replace"))).decrypt(nonce, body, head + associated)
        except InvalidTag as error:
            raise Tampered("the sealed value doesn't belong here or was changed") from error

    def _key(self, name: str) -> bytes:
        for known, key in self.keys:
            if known == name:
                return key
        raise UnknownKey(f"no encryption key {name!r}")


def _parts(sealed: bytes) -> tuple[bytes, bytes, bytes]:
    if sealed[:1] != VERSION or len(sealed) < 2 + sealed[1] + NONCE_BYTES + 16:
        raise Tampered("not a sealed value")
    at = 2 + sealed[1]
    return sealed[:at], sealed[at : at + NONCE_BYTES], sealed[at + NONCE_BYTES :]


@lru_cache(maxsize=16)
def _cipher(key: bytes) -> AESGCM:
    """Making one takes longer than opening a short text. It keeps nothing between two calls, so threads may share it."""
    return AESGCM(key)


@lru_cache(maxsize=4)
def _parsed(text: str) -> KeyRing:
    return KeyRing.parse(text)


def key_ring() -> KeyRing:
    """The ring of `settings.ENCRYPTION_KEYS`."""
    return _parsed(settings.ENCRYPTION_KEYS)
