"""What a token must look like to be believed. Each row of the table is a way to forge one."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from apps.accounts.contracts import Role
from apps.accounts.credentials.signing_keys import key_ring
from apps.accounts.credentials.tokens import TokenClaims, read_token, sign_token
from tonebridge.errors import InvalidToken, TokenExpired
from tonebridge.ids import uuid7
from tonebridge.resilience import clock

CLAIMS = TokenClaims(uuid7(), uuid7(), Role.MEMBER, uuid7(), uuid7())
SOMEONE = TokenClaims(uuid7(), uuid7(), Role.OWNER, uuid7(), uuid7())
Payload = dict[str, Any]  # claims are any JSON


def payload() -> Payload:
    found: Payload = jwt.decode(sign_token(CLAIMS, "access"), options={"verify_signature": False})
    return found


def signed(claims: Payload, **header: Any) -> str:
    """Signed with our own key, whatever else it says."""
    key = key_ring().signing
    return jwt.encode(claims, key.private, algorithm="RS256", headers={"kid": key.kid} | header)


def by_hand(header: Payload, sign: Callable[[bytes], bytes]) -> str:
    """A token that the library itself would refuse to make."""

    def part(value: bytes) -> str:
        return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

    text = part(json.dumps(header).encode()) + "." + part(json.dumps(payload()).encode())
    return text + "." + part(sign(text.encode()))


def hmac_with(secret: bytes) -> str:
    header = {"alg": "HS256", "typ": "JWT", "kid": key_ring().signing.kid}
    return by_hand(header, lambda text: hmac.new(secret, text, hashlib.sha256).digest())


def rsa_with(header: Payload) -> str:
    private = key_ring().signing.private
    return by_hand(header, lambda text: private.sign(text, padding.PKCS1v15(), hashes.SHA256()))


def public_pem() -> bytes:
    return key_ring().signing.public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def without(name: str) -> Payload:
    return {key: value for key, value in payload().items() if key != name}


FORGERIES: dict[str, Callable[[], str]] = {
    "no signature": lambda: jwt.encode(payload(), "", algorithm="none", headers={"kid": key_ring().signing.kid}),
    "HS256 with the public key": lambda: hmac_with(public_pem()),
    "HS256 with the public key as JWK": lambda: hmac_with(json.dumps(key_ring().signing.as_jwk()).encode()),
    "ES256": lambda: jwt.encode(
        payload(), ec.generate_private_key(ec.SECP256R1()), "ES256", headers={"kid": key_ring().signing.kid}
    ),
    "another RSA key": lambda: jwt.encode(
        payload(), rsa.generate_private_key(65537, 2048), "RS256", headers={"kid": key_ring().signing.kid}
    ),
    "an unknown kid": lambda: signed(payload(), kid="nobody"),
    "a kid that walks": lambda: signed(payload(), kid="../../etc/passwd"),
    "a kid that is no text": lambda: rsa_with({"alg": "RS256", "kid": [key_ring().signing.kid]}),
    "jku": lambda: signed(payload(), jku="https://evil.example/jwks.json"),
    "x5u": lambda: signed(payload(), x5u="https://evil.example/cert"),
    "jwk": lambda: signed(payload(), jwk=key_ring().signing.as_jwk()),
    "another type": lambda: signed(payload(), typ="at+jwt"),
    "crit": lambda: signed(payload(), crit=["b64"], b64=False),
    "another audience": lambda: signed(payload() | {"aud": "someone-else"}),
    "another issuer": lambda: signed(payload() | {"iss": "someone-else"}),
    "a refresh token": lambda: sign_token(CLAIMS, "refresh"),
    "issued in the future": lambda: signed(payload() | {"iat": payload()["iat"] + 3600}),
    "not valid yet": lambda: signed(payload() | {"nbf": payload()["iat"] + 3600}),
    "no end": lambda: signed(without("exp")),
    "an end that is a text": lambda: signed(payload() | {"exp": "tomorrow"}),
    "an end that is true": lambda: signed(payload() | {"exp": True}),
    "no subject": lambda: signed(without("sub")),
    "a subject that is no id": lambda: signed(payload() | {"sub": "1 OR 1=1"}),
    "an unknown role": lambda: signed(payload() | {"role": "root"}),
    "no family": lambda: signed(without("fam")),
    "two signatures": lambda: sign_token(CLAIMS, "access") + "." + "c2ln",
    "another's claims under a signature of ours": lambda: ".".join(
        (*sign_token(SOMEONE, "access").split(".")[:2], sign_token(CLAIMS, "access").split(".")[2])
    ),
    "100 kB": lambda: signed(payload() | {"padding": "x" * 100_000}),
    "nothing": lambda: "",
    "no token at all": lambda: "not.a.token",
    "not ASCII": lambda: "あ.い.う",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_token_is_refused(forgery: str) -> None:
    with pytest.raises(InvalidToken):
        read_token(FORGERIES[forgery](), "access")


def test_a_token_of_ours_is_read_as_it_was_signed() -> None:
    assert read_token(sign_token(CLAIMS, "access"), "access") == CLAIMS
    assert read_token(rsa_with({"alg": "RS256", "kid": key_ring().signing.kid}), "access") == CLAIMS


@pytest.mark.parametrize(("after_s", "accepted"), [(-20, True), (-90, False), (0, True), (620, True), (640, False)])
def test_a_token_lives_ten_minutes_give_or_take_the_leeway(after_s: int, accepted: bool) -> None:
    now = clock.now()
    token = sign_token(CLAIMS, "access")
    with clock.frozen(now + timedelta(seconds=after_s)):
        if accepted:
            assert read_token(token, "access") == CLAIMS
        else:
            with pytest.raises(TokenExpired if after_s > 0 else InvalidToken):
                read_token(token, "access")
