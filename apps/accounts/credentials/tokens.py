"""Access and refresh tokens: JSON Web Tokens (RFC 7519), RS256 only.

PyJWT checks signature, issuer and audience; times are checked here, against the product's one clock. A token says who
it is for and which sign-in (`fam`, the token family) it belongs to; rights are read from the database when it is used. An access token also says when they last gave their password or a code (`auth_time`, as in OpenID Connect).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.conf import settings

from apps.accounts.contracts import Role
from apps.accounts.credentials.signing_keys import SigningKey, key_ring
from tonebridge.errors import InvalidToken, TokenExpired
from tonebridge.resilience import clock

TokenUse = Literal["access", "refresh"]

MAX_CHARACTERS = 4096
LEEWAY_S = 30
"""How far the clocks of two machines may be apart."""

HEADER_FIELDS, TYPE = {"alg", "kid", "typ"}, "JWT"
REQUIRED = ["iss", "aud", "sub", "org", "fam", "jti", "iat", "exp", "token_use"]


@dataclass(frozen=True)
class TokenClaims:
    """What a token says. `token_id` names this one token, `family_id` the sign-in."""

    user_id: UUID
    organization_id: UUID
    role: Role
    family_id: UUID
    token_id: UUID
    authenticated_at: datetime | None = None


def sign_token(claims: TokenClaims, use: TokenUse, *, until: datetime | None = None) -> str:
    """A token that begins now and lives as long as its use allows, but not beyond `until`."""
    now, key = clock.now(), key_ring().signing
    ends = now + lifetime(use)
    payload = {
        "iss": settings.TOKEN_ISSUER,
        "aud": settings.TOKEN_AUDIENCE,
        "sub": str(claims.user_id),
        "org": str(claims.organization_id),
        "role": claims.role.value,
        "fam": str(claims.family_id),
        "jti": str(claims.token_id),
        "iat": int(now.timestamp()),
        "exp": int(min(ends, until or ends).timestamp()),
        "token_use": use,
    }
    if claims.authenticated_at is not None:
        payload["auth_time"] = int(claims.authenticated_at.timestamp())
    return jwt.encode(payload, key.private, algorithm="RS256", headers={"kid": key.kid})


def read_token(token: str, use: TokenUse) -> TokenClaims:
    """The claims of a token that we signed for this use. Raises InvalidToken or TokenExpired."""
    return read_token_with_end(token, use)[0]


def read_token_with_end(token: str, use: TokenUse) -> tuple[TokenClaims, datetime]:
    """The same, with the moment from which the token isn't believed: its own end, or its key's."""
    key = _key_for(token)
    payload = _verified(token, key.public)
    _check_times(payload)
    if payload["token_use"] != use:
        raise InvalidToken()
    try:
        return _claims(payload), _end(payload, key)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError) as error:
        raise InvalidToken() from error


def lifetime(use: TokenUse) -> timedelta:
    """How long a token of this use lives."""
    life: timedelta = settings.ACCESS_TOKEN_LIFETIME if use == "access" else settings.REFRESH_TOKEN_LIFETIME
    return life


def _end(payload: dict[str, Any], key: SigningKey) -> datetime:
    expires = datetime.fromtimestamp(payload["exp"] + LEEWAY_S, UTC)
    return min(expires, key.verifies_until or expires)


def _verified(token: str, key: RSAPublicKey) -> dict[str, Any]:
    """The payload; `Any` because JSON can hold anything."""
    try:
        return jwt.decode(
            token,
            key,
            algorithms=["RS256"],
            audience=settings.TOKEN_AUDIENCE,
            issuer=settings.TOKEN_ISSUER,
            options={"require": REQUIRED, "verify_exp": False, "verify_iat": False, "verify_nbf": False},
        )
    except (jwt.InvalidTokenError, ValueError) as error:
        raise InvalidToken() from error


def _key_for(token: str) -> SigningKey:
    """The key that the header names. A header with anything else in it (`jku`, `jwk`, `crit`, …) isn't ours."""
    if len(token) > MAX_CHARACTERS:
        raise InvalidToken()
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.InvalidTokenError, ValueError) as error:
        raise InvalidToken() from error
    key = key_ring().verifying(header.get("kid"))
    if key is None or not _is_of_our_form(header):
        raise InvalidToken()
    return key


def _is_of_our_form(header: dict[str, Any]) -> bool:
    fields = HEADER_FIELDS.issuperset(header)
    return fields and header.get("alg") == "RS256" and header.get("typ", TYPE) == TYPE


def _check_times(payload: dict[str, Any]) -> None:
    now = clock.now().timestamp()
    issued, expires, begins = payload["iat"], payload["exp"], payload.get("nbf", 0)
    if not all(type(moment) in (int, float) for moment in (issued, expires, begins)):
        raise InvalidToken()
    if max(issued, begins) > now + LEEWAY_S:
        raise InvalidToken()
    if expires <= now - LEEWAY_S:
        raise TokenExpired()


def _claims(payload: dict[str, Any]) -> TokenClaims:
    return TokenClaims(
        user_id=UUID(payload["sub"]),
        organization_id=UUID(payload["org"]),
        role=Role(payload["role"]),
        family_id=UUID(payload["fam"]),
        token_id=UUID(payload["jti"]),
        authenticated_at=datetime.fromtimestamp(payload["auth_time"], UTC) if "auth_time" in payload else None,
    )
