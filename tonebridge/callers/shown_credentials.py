"""What a call shows to say whose it is: an access token or an API key, from its header fields."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

TOKEN_FIELD, KEY_FIELD = "authorization", "x-api-key"
BEGINS_A_KEY = "tb_live_"

Kind = Literal["bearer", "key"]


@dataclass(frozen=True)
class ShownCredential:
    """A credential as it was shown, unchecked. Empty where `Authorization` is of another scheme or has nothing in it."""

    kind: Kind
    value: str


def digest_of(kind: Kind | Literal["session", "ticket"], shown: str) -> bytes:
    """All of the credential counts, and where it was shown: a token is no key."""
    return hashlib.sha256(f"{kind} {shown}".encode("utf-8", "surrogatepass")).digest()


def shown_credential(headers: Mapping[str, str]) -> ShownCredential | None:
    """The credential; None where there is none. Names of `headers` are in lower case.

    `Authorization` counts before `X-API-Key`. An API key is one wherever it stands: clients of other services send theirs as a bearer's.
    """
    if header := headers.get(TOKEN_FIELD):
        scheme, _space, rest = header.partition(" ")
        value = rest.strip() if scheme.lower() == "bearer" else ""
        return ShownCredential("key" if value.startswith(BEGINS_A_KEY) else "bearer", value)
    if key := headers.get(KEY_FIELD):
        return ShownCredential("key", key)
    return None
