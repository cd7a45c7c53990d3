"""Receipts: checked with nothing but a library for tokens and the public keys."""

import base64
import json
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import jwt
import pytest
from django.core.management import CommandError, call_command

from apps.transform.models import Transformation
from tests.cast import Person
from tests.front_door import Api

TEXT = "明日17時までに直せ。"


@pytest.fixture
def answer(api: Api, alice: Person) -> dict[str, Any]:
    return transformed(api, alice)


def transformed(api: Api, person: Person, **more: Any) -> dict[str, Any]:
    sent = {"text": TEXT, "transformation_type": "soften", "intensity": 3} | more
    found: dict[str, Any] = api(person).post("/api/v1/transform", sent).json()
    return found


def receipt_of(api: Api, person: Person, result: dict[str, Any]) -> dict[str, Any]:
    found = api(person).get(f"/api/v1/transform/{result['id']}/receipt")
    assert found.status_code == 200, found.text
    body: dict[str, Any] = found.json()
    return body


def jwks_of(api: Api, person: Person) -> dict[str, Any]:
    found: dict[str, Any] = api(person).get("/.well-known/jwks.json").json()
    return found


def read_by_a_stranger(jws: str, jwks: dict[str, Any]) -> dict[str, Any]:
    """As somebody does it who has PyJWT and the key set, and nothing of ours."""
    kid = jwt.get_unverified_header(jws)["kid"]
    key = next(key for key in jwt.PyJWKSet.from_dict(jwks).keys if key.key_id == kid)
    found: dict[str, Any] = jwt.decode(jws, key, algorithms=["RS256"])
    return found


def test_a_stranger_reads_a_receipt_with_the_public_keys_alone(api: Api, alice: Person, answer: dict[str, Any]) -> None:
    receipt = receipt_of(api, alice, answer)
    claims = read_by_a_stranger(receipt["jws"], jwks_of(api, alice))
    assert claims == receipt["claims"]
    assert (claims["sub"], claims["org"]) == (answer["id"], str(alice.organization.id))
    assert (claims["tier"], claims["intensity"], claims["provider"]) == ("rules", 3, answer["provider"])
    assert claims["sha256"] == {
        "original": sha256(TEXT.encode()).hexdigest(),
        "result": sha256(answer["transformed_text"].encode()).hexdigest(),
    }


@pytest.mark.parametrize("part", [0, 1, 2])
def test_one_changed_byte_anywhere_is_found(api: Api, alice: Person, answer: dict[str, Any], part: int) -> None:
    jws, jwks = receipt_of(api, alice, answer)["jws"], jwks_of(api, alice)
    parts = jws.split(".")
    raw = base64.urlsafe_b64decode(parts[part] + "==")
    for at in range(len(raw)):
        changed = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
        parts[part] = base64.urlsafe_b64encode(changed).rstrip(b"=").decode()
        with pytest.raises((jwt.PyJWTError, StopIteration, KeyError)):
            read_by_a_stranger(".".join(parts), jwks)


def test_rules_let_nothing_leave_the_machine(api: Api, alice: Person, answer: dict[str, Any]) -> None:
    claims = receipt_of(api, alice, answer)["claims"]
    assert claims["left_the_machine"] == []
    assert claims["rulebook_version"] == answer["provider"]["version"]


def test_a_receipt_says_what_was_compared(api: Api, alice: Person, answer: dict[str, Any]) -> None:
    assert receipt_of(api, alice, answer)["claims"]["checked"] == answer["facts"]["checked"] == "values"


def test_a_receipt_says_how_long_the_text_is_kept(api: Api, alice: Person, answer: dict[str, Any]) -> None:
    kept = receipt_of(api, alice, answer)["claims"]["kept"]
    assert (kept["text"], kept["days"], kept["legal_hold"]) == (True, 30, False)
    assert kept["until"] > answer["created_at"]
    alice.organization.legal_hold = True
    alice.organization.save()
    held = receipt_of(api, alice, answer)["claims"]["kept"]
    assert (held["until"], held["legal_hold"]) == (None, True)


def test_a_message_that_isnt_kept_has_a_receipt_all_the_same(api: Api, alice: Person) -> None:
    answer = transformed(api, alice, store=False)
    claims = receipt_of(api, alice, answer)["claims"]
    assert claims["kept"]["text"] is False
    assert claims["sha256"]["original"] == sha256(TEXT.encode()).hexdigest()
    row = Transformation.objects.get(id=answer["id"])
    assert row.original_text == row.transformed_text == ""
    assert TEXT not in row.result and answer["transformed_text"] not in row.result


def test_the_version_of_the_words_is_that_of_the_moment(api: Api, alice: Person) -> None:
    without = receipt_of(api, alice, transformed(api, alice))["claims"]
    api(alice).post("/api/v1/glossary/terms", {"term": "資料", "language": "ja", "plain": "報告書"})
    within = receipt_of(api, alice, transformed(api, alice, text=f"資料を{TEXT}"))["claims"]
    assert without["glossary_version"] is None
    assert len(within["glossary_version"]) == 16


def test_bob_gets_no_receipt_of_alices_result(api: Api, bob: Person, answer: dict[str, Any]) -> None:
    assert api(bob).get(f"/api/v1/transform/{answer['id']}/receipt").status_code == 404


def test_a_receipt_is_no_credential(api: Api, alice: Person, answer: dict[str, Any]) -> None:
    jws = receipt_of(api, alice, answer)["jws"]
    refused = api(alice).as_(Authorization=f"Bearer {jws}").get("/api/v1/auth/me")
    assert (refused.status_code, refused.json()["code"]) == (401, "INVALID_TOKEN")


@pytest.fixture
def files(api: Api, alice: Person, answer: dict[str, Any], tmp_path: Path) -> dict[str, Path]:
    """A receipt's answer, the key set and both texts as files."""
    contents = {
        "receipt": json.dumps(receipt_of(api, alice, answer)),
        "jwks": json.dumps(jwks_of(api, alice)),
        "original": TEXT,
        "result": answer["transformed_text"],
    }
    for name, text in contents.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return {name: tmp_path / name for name in contents}


def verify(files: dict[str, Path], **more: Path) -> str:
    out = StringIO()
    given = {name: files[name] for name in ("jwks", "original", "result")} | more
    call_command("verify_receipt", str(files["receipt"]), stdout=out, **given)
    return out.getvalue()


def test_the_command_checks_a_receipt_and_its_texts(files: dict[str, Path], answer: dict[str, Any]) -> None:
    assert json.loads(verify(files))["sub"] == answer["id"]


def test_the_command_finds_another_text(files: dict[str, Path]) -> None:
    with pytest.raises(CommandError, match="not of this original"):
        verify(files, original=files["result"])


def test_the_command_finds_other_keys_and_other_statements(
    files: dict[str, Path], tmp_path: Path, alice: Person
) -> None:
    (tmp_path / "none").write_text('{"keys": []}')
    with pytest.raises(CommandError, match="Not proven"):
        verify(files, jwks=tmp_path / "none")
    files["receipt"].write_text(alice.access_token)
    with pytest.raises(CommandError, match="this is no tonebridge-receipt"):
        verify(files)
