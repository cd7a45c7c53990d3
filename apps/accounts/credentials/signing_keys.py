"""The RSA keys that sign tokens (RFC 7518 §3.3), by key id. The first one whose time has come signs, all verify.

`manage.py rotate_signing_keys` puts a new key first. It signs a little later (`signs_from`), when every process has
seen it, and the old one verifies until the last token it signed has expired (`verifies_until`).
"""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from apps.accounts.credentials.signing_keys_file import present_text
from tonebridge.resilience import clock

LEAST_BITS = 2048
"""Of a key that is read: those from before verify until their end. New ones have 3,072 (`rotate_signing_keys`)."""
ENOUGH_BITS = 3072
"""Of one that signs: `check --deploy` asks for a rotation below."""


@dataclass(frozen=True)
class SigningKey:
    """One key of the ring. Without `signs_from` it signs, without `verifies_until` it verifies, at any time."""

    kid: str
    private: RSAPrivateKey
    signs_from: datetime | None = None
    verifies_until: datetime | None = None

    @classmethod
    def of(cls, row: dict[str, str]) -> "SigningKey":
        """Read one entry of the list. Raises KeyError, TypeError or ValueError."""
        return cls(
            row["kid"], _private_key(row["private_key"]), _moment(row, "signs_from"), _moment(row, "verifies_until")
        )

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
            keys = tuple(SigningKey.of(row) for row in json.loads(text))
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
        now = clock.now()
        return next(
            (key for key in self.verifying_now() if key.signs_from is None or key.signs_from <= now), self.keys[0]
        )

    def verifying(self, kid: object) -> SigningKey | None:
        """The key of that id, if the ring holds it and its grace hasn't ended."""
        return next((key for key in self.verifying_now() if key.kid == kid), None)

    def verifying_now(self) -> tuple[SigningKey, ...]:
        """Keys whose tokens are believed."""
        now = clock.now()
        return tuple(key for key in self.keys if key.verifies_until is None or key.verifies_until > now)

    def as_jwks(self) -> dict[str, list[dict[str, str]]]:
        """All public keys, as `/.well-known/jwks.json` shows them: also one that will sign soon."""
        return {"keys": [key.as_jwk() for key in self.verifying_now()]}


def _moment(row: dict[str, str], name: str) -> datetime | None:
    found = datetime.fromisoformat(row[name]) if name in row else None
    if found is not None and found.tzinfo is None:
        raise ValueError(f"{name} needs a time zone")
    return found


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
    """The ring as its file has it now, or that of the settings. Raises ValueError where that can't be read."""
    return _parsed(present_text())
