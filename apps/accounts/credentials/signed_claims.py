"""Statements of ours that anybody can check without us: a JWS (RFC 7515, RS256) under the keys of `/.well-known/jwks.json`.

The kind stands in the header as `typ`, so a statement is never taken for a token, nor a token for a statement.
"""

from collections.abc import Mapping
from typing import Any

import jwt

from apps.accounts.credentials.signing_keys import key_ring

Claims = Mapping[str, Any]
"""JSON."""


class Unproven(Exception):
    """Not a statement of this kind under any of the keys, or changed since."""


def sign(kind: str, claims: Claims) -> str:
    """The claims in compact form, signed with the key that signs now."""
    key = key_ring().signing
    return jwt.encode(dict(claims), key.private, algorithm="RS256", headers={"kid": key.kid, "typ": kind})


def verified(kind: str, statement: str, jwks: Mapping[str, Any]) -> dict[str, Any]:
    """What it claims. `jwks` is a key set as `/.well-known/jwks.json` shows it. Raises Unproven."""
    try:
        header = jwt.get_unverified_header(statement)
        keys = {key.key_id: key for key in jwt.PyJWKSet.from_dict(dict(jwks)).keys}
        if header.get("typ") != kind:
            raise Unproven(f"this is no {kind}")
        found: dict[str, Any] = jwt.decode(
            statement,
            keys[header["kid"]],
            algorithms=["RS256"],
            options={"verify_aud": False, "verify_iat": False, "verify_exp": False, "verify_nbf": False},
        )
    except KeyError as error:
        raise Unproven("no key of the set has signed this") from error
    except (jwt.PyJWTError, ValueError) as error:
        raise Unproven("the signature doesn't fit: it was changed, or it isn't ours") from error
    return found


def own_jwks() -> dict[str, Any]:
    """Our own key set, as the world sees it."""
    return key_ring().as_jwks()
