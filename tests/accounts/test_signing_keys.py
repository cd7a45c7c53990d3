"""The ring of keys that sign tokens: rotation, publication, and what is refused at the start."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.checks import CheckMessage, run_checks
from django.core.management import call_command
from pytest_django import Settings

from apps.accounts.actions import rotate_signing_keys as rotating
from apps.accounts.actions.rotate_signing_keys import rotate_signing_keys
from apps.accounts.contracts import Role
from apps.accounts.credentials import signing_keys_file
from apps.accounts.credentials.signing_keys import key_ring
from apps.accounts.credentials.tokens import TokenClaims, read_token, sign_token
from tests.front_door import FrontDoor
from tonebridge.errors import InvalidToken
from tonebridge.ids import uuid7
from tonebridge.resilience import clock

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


@pytest.fixture
def short_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key of full length takes a second to make; `test_a_rotation_puts_a_long_key_in_front…` makes one."""
    monkeypatch.setattr(rotating, "BITS", 2048)


def rotated(settings: Settings, hours: float) -> None:
    settings.TOKEN_SIGNING_KEYS = rotate_signing_keys(
        keys=settings.TOKEN_SIGNING_KEYS, grace=timedelta(hours=hours)
    ).keys


@pytest.mark.usefixtures("short_keys")
def test_a_rotation_signs_with_a_new_key_and_believes_the_old_one_until_its_grace_ends(settings: Settings) -> None:
    now = clock.now()
    with clock.frozen(now):  # the grace begins with the rotation, and a token lives as long as it
        token = sign_token(CLAIMS, "access")
        rotated(settings, hours=1)
        assert read_token(token, "access") == CLAIMS
    with clock.frozen(now + timedelta(hours=1, seconds=1)), pytest.raises(InvalidToken):
        read_token(token, "access")


@pytest.mark.usefixtures("short_keys")
def test_the_new_key_is_published_before_it_signs(settings: Settings, visitor: FrontDoor) -> None:
    rotated(settings, hours=1)
    new, old = (key["kid"] for key in visitor.get("/.well-known/jwks.json").json()["keys"])

    def signs() -> str:
        return str(jwt.get_unverified_header(sign_token(CLAIMS, "access"))["kid"])

    assert signs() == old
    with clock.frozen(clock.now() + timedelta(seconds=11)):
        assert signs() == new


@pytest.mark.usefixtures("short_keys")
def test_rotating_again_leaves_out_what_is_over_and_prolongs_nothing(settings: Settings) -> None:
    (first,) = json.loads(settings.TOKEN_SIGNING_KEYS)
    now = clock.now()
    rotated(settings, hours=1)
    rotated(settings, hours=5)
    assert json.loads(settings.TOKEN_SIGNING_KEYS)[2]["verifies_until"] < (now + timedelta(hours=2)).isoformat()
    with clock.frozen(now + timedelta(hours=2)):
        rotated(settings, hours=5)
    assert first["kid"] not in {row["kid"] for row in json.loads(settings.TOKEN_SIGNING_KEYS)}


@pytest.mark.usefixtures("short_keys")
def test_a_running_process_sees_the_command_rotate_its_file(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_keys_file, "LOOK_EVERY_S", 0)
    file = tmp_path / "keys.json"
    file.write_text(settings.TOKEN_SIGNING_KEYS, encoding="utf-8")
    settings.TOKEN_SIGNING_KEYS_FILE = file
    before = key_ring().keys
    call_command("rotate_signing_keys", stdout=StringIO())
    assert [key.kid for key in key_ring().keys[1:]] == [key.kid for key in before]
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text("damaged", encoding="utf-8")
    assert len(key_ring().keys) == 2  # what was read last goes on


@pytest.mark.usefixtures("short_keys")
def test_the_command_keeps_the_other_development_secrets(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    file.write_text(json.dumps({"secret_key": "s", "signing_keys": settings.TOKEN_SIGNING_KEYS}), encoding="utf-8")
    settings.TOKEN_SIGNING_KEYS_FILE = file
    call_command("rotate_signing_keys", stdout=StringIO())
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert (kept["secret_key"], len(json.loads(kept["signing_keys"]))) == ("s", 2)


@pytest.mark.usefixtures("short_keys")
def test_keys_from_the_environment_are_printed_for_the_operator(settings: Settings) -> None:
    said = StringIO()
    call_command("rotate_signing_keys", stdout=said)
    assert len(json.loads(said.getvalue())) == 2


def test_an_unknown_kid_makes_no_process_read_its_file_again(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "keys.json"
    file.write_text(settings.TOKEN_SIGNING_KEYS, encoding="utf-8")
    settings.TOKEN_SIGNING_KEYS_FILE = file
    looks: list[Path] = []
    read = signing_keys_file.read_keys

    def counted(path: Path) -> str:
        looks.append(path)
        return read(path)

    monkeypatch.setattr(signing_keys_file, "read_keys", counted)
    token = sign_token(CLAIMS, "access")
    strange = jwt.encode({"sub": "x"}, rsa.generate_private_key(65537, 2048), "RS256", headers={"kid": "strange"})
    for _ in range(100):
        assert read_token(token, "access") == CLAIMS
        with pytest.raises(InvalidToken):
            read_token(strange, "access")
    assert len(looks) == 1


def test_a_rotation_puts_a_long_key_in_front_of_a_short_one_that_verifies_on(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_keys_file, "LOOK_EVERY_S", 0)
    short = json.dumps([entry("short", rsa.generate_private_key(65537, 2048))])
    settings.TOKEN_SIGNING_KEYS_FILE = tmp_path / "keys.json"
    settings.TOKEN_SIGNING_KEYS_FILE.write_text(short, encoding="utf-8")
    old = sign_token(CLAIMS, "access")
    assert [warning.id for warning in long_keys()] == ["accounts.W001"]
    call_command("rotate_signing_keys", stdout=StringIO())
    now = clock.now()
    with clock.frozen(now + timedelta(seconds=11)):
        assert key_ring().signing.private.key_size == 3072
        assert (read_token(old, "access"), read_token(sign_token(CLAIMS, "access"), "access")) == (CLAIMS, CLAIMS)
        assert [key["alg"] for key in key_ring().as_jwks()["keys"]] == ["RS256", "RS256"]
        assert long_keys() == []


def long_keys() -> list[CheckMessage]:
    """What `check --deploy` says of the keys' length."""
    return [each for each in run_checks(tags=["tokens"], include_deployment_checks=True) if each.id == "accounts.W001"]
