"""Cryptography is where the inventory says, from good generators and approved hashes: ASVS 5.0, V11."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for room in ("apps", "tonebridge") for path in (ROOT / room).rglob("*.py"))
INVENTORY = (ROOT / "security" / "cryptography.md").read_text(encoding="utf-8")
KINDS = {"hashlib", "hmac", "secrets", "cryptography", "jwt", "ssl"}
DICE = {"tonebridge/queues/backoff.py", "tonebridge/devstack/embedded/ports.py"}
"""Where chance protects nothing: waits between tries, and a free port."""
LEGACY = {"apps/accounts/credentials/totp.py", "apps/accounts/password_validators.py"}
"""SHA-1 as others prescribe it: RFC 6238 inside HMAC, and the form of lists of leaked passwords."""


def imported(path: Path) -> set[str]:
    """The packages that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def users_of(packages: set[str]) -> Iterator[str]:
    return (relative(path) for path in SOURCES if imported(path) & packages)


def test_no_secret_comes_from_a_generator_for_dice() -> None:
    assert set(users_of({"random"})) == DICE


@pytest.mark.parametrize("weak", ["md5", "sha1", "DES", "ARC4", "Blowfish", "ECB", "PKCS1v15"])
def test_no_broken_hash_protects_anything(weak: str) -> None:
    found = {
        relative(path)
        for path in SOURCES
        if re.search(rf"\b(?:hashlib|modes|algorithms|padding)\.{weak}\b", path.read_text("utf-8"))
    }
    assert found == (LEGACY if weak == "sha1" else set())


def test_every_use_of_cryptography_stands_in_the_inventory() -> None:
    rooms = set(re.findall(r"`((?:apps|tonebridge)/[\w/]+(?:\.py|/))`", INVENTORY))
    missing = [each for each in users_of(KINDS) if not any(each == room or each.startswith(room) for room in rooms)]
    assert missing == []
    assert [room for room in rooms if not (ROOT / room).exists()] == []


def test_scripts_put_no_key_of_others_into_a_plain_object() -> None:
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "static" / "js").glob("*.js")))
    assert "__proto__" not in scripts
    assert not re.search(r"\bextend\(|\bdeepmerge\b|Object\.assign\(Object\.prototype", scripts)
