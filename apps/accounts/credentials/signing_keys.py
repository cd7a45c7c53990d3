"""The RSA keys that sign tokens (RFC 7518 §3.3), by key id. The first one signs, all of them verify.

To rotate: put a new key first, keep the old one until the last token it signed has expired, then take it out.
"""

import base64
import json
from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings

LEAST_BITS = 2048


@dataclass(frozen=True)
class SigningKey:
    """One key of the ring."""

    kid: str
    private: RSAPrivateKey

    @property
    def public(self) -> RSAPublicKey:
        """What verifies."""
        return self.private.public_key()

    def as_jwk(self) -> dict[str, str]:
        """The public half as a JSON Web Key (RFC 7517)."""
        numbers = self.public.public_numbers()
        return {
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.kid,
            "n": _base64url(numbers.n),
            "e": _base64url(numbers.e),
        }


@dataclass(frozen=True)
class KeyRing:
    """Keys in order."""

    keys: tuple[SigningKey, ...]

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        """Read `[{"kid": "…", "private_key": "<PEM>"}]`. Raises ValueError where it isn't that."""
        try:
            keys = tuple(SigningKey(row["kid"], _private_key(row["private_key"])) for row in json.loads(text))
        except (TypeError, KeyError, ValueError) as error:
            raise ValueError(
                "signing keys must be a JSON list of {kid, private_key}, RSA of 2048 bits or more"
            ) from error
        if not keys or len({key.kid for key in keys}) != len(keys):
            raise ValueError("signing keys need at least one key, and a kid of its own for each")
        return cls(keys)

    @property
    def signing(self) -> SigningKey:
        """The key that new tokens are signed with."""
        return self.keys[0]

    def verifying(self, kid: object) -> RSAPublicKey | None:
        """The public key of that id, if the ring holds it."""
        return next((key.public for key in self.keys if key.kid == kid), None)

    def as_jwks(self) -> dict[str, list[dict[str, str]]]:
        """All public keys, as `/.well-known/jwks.json` shows them."""
        return {"keys": [key.as_jwk() for key in self.keys]}


def _private_key(pem: str) -> RSAPrivateKey:
    key = load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, RSAPrivateKey) or key.key_size < LEAST_BITS:
        raise ValueError("not an RSA key, or too short")
    return key


def _base64url(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@lru_cache(maxsize=4)
def _parsed(text: str) -> KeyRing:
    return KeyRing.parse(text)


def key_ring() -> KeyRing:
    """The ring of `settings.TOKEN_SIGNING_KEYS`. Raises ValueError where that can't be read."""
    return _parsed(settings.TOKEN_SIGNING_KEYS)
