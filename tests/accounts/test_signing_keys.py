"""The ring of keys that sign tokens: rotation, publication, and what is refused at the start."""

import json

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.checks import run_checks
from pytest_django import Settings

from apps.accounts.contracts import Role
from apps.accounts.credentials.tokens import TokenClaims, read_token, sign_token
from tests.front_door import FrontDoor
from tonebridge.errors import InvalidToken
from tonebridge.ids import uuid7

CLAIMS = TokenClaims(uuid7(), uuid7(), Role.OWNER, uuid7(), uuid7())


def entry(kid: str, key: PrivateKeyTypes) -> dict[str, str]:
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return {"kid": kid, "private_key": pem.decode()}


def test_an_old_key_verifies_until_it_is_taken_out(settings: Settings) -> None:
    old, new = json.loads(settings.TOKEN_SIGNING_KEYS), entry("new", rsa.generate_private_key(65537, 2048))
    token = sign_token(CLAIMS, "access")
    settings.TOKEN_SIGNING_KEYS = json.dumps([new, *old])
    assert read_token(token, "access") == CLAIMS
    assert jwt.get_unverified_header(sign_token(CLAIMS, "access"))["kid"] == "new"
    settings.TOKEN_SIGNING_KEYS = json.dumps([new])
    with pytest.raises(InvalidToken):
        read_token(token, "access")


def test_whoever_has_the_published_keys_can_verify_a_token(visitor: FrontDoor) -> None:
    answer = visitor.get("/.well-known/jwks.json")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    key = jwt.PyJWKSet.from_dict(answer.json()).keys[0]
    token = sign_token(CLAIMS, "access")
    claims = jwt.decode(token, key, algorithms=["RS256"], audience="tonebridge-api", issuer="tonebridge")
    assert claims["sub"] == str(CLAIMS.user_id)


def test_the_published_keys_hold_nothing_private(visitor: FrontDoor) -> None:
    (key,) = visitor.get("/.well-known/jwks.json").json()["keys"]
    assert set(key) == {"kty", "use", "alg", "kid", "n", "e"}


SHORT = rsa.generate_private_key(65537, 1024)  # noqa: S505  what must be refused
UNFIT = {
    "no list": "{}",
    "no key": "[]",
    "no JSON": "keys",
    "no PEM": json.dumps([{"kid": "a", "private_key": "x"}]),
    "a short key": json.dumps([entry("a", SHORT)]),
    "another kind of key": json.dumps([entry("a", ec.generate_private_key(ec.SECP256R1()))]),
    "one kid twice": json.dumps([entry("a", rsa.generate_private_key(65537, 2048))] * 2),
}


@pytest.mark.parametrize("unfit", UNFIT)
def test_keys_that_cannot_sign_stop_the_start(unfit: str, settings: Settings) -> None:
    settings.TOKEN_SIGNING_KEYS = UNFIT[unfit]
    assert "accounts.E001" in {message.id for message in run_checks(tags=["tokens"])}


def test_keys_that_can_sign_pass_the_check() -> None:
    assert run_checks(tags=["tokens"]) == []
