"""Passwords that are long enough and still easy to guess."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from pytest_django import Settings

from apps.accounts.models import User
from apps.accounts.password_validators import _holds
from tests.front_door import FrontDoor

ALICE = User(email="alice.archer@orion-works.example", full_name="Alice Archer")


def sha1(password: str) -> str:
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


def faults(password: str) -> set[str]:
    try:
        validate_password(password, ALICE)
    except ValidationError as error:
        return {each.code or "" for each in error.error_list}
    return set()


@pytest.mark.parametrize(
    "password", ["tonebridge2026", "ToneBridge!!!", "ＴｏｎｅＢｒｉｄｇｅ１２", "トーンブリッジ123"]
)
def test_the_products_name_makes_no_password(password: str) -> None:
    assert "password_names" in faults(password)


@pytest.mark.parametrize("password", ["archer-alice-1", "alice+tonebridge", "orion-works.24"])
def test_neither_do_the_persons_name_and_address(password: str) -> None:
    assert "password_names" in faults(password)


@pytest.mark.parametrize("password", ["Password2026!", "1234qwerty!!", "...iloveyou...", "1029384756"])
def test_a_common_one_with_something_around_it_is_common(password: str) -> None:
    assert "password_too_common" in faults(password)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "alice walks to the bridge at noon",
        "つきよにかえるがないている",
        "!" + "k3" * 30,
    ],
)
def test_a_long_phrase_may_hold_any_word(password: str) -> None:
    assert faults(password) == set()


Leaked = Callable[..., Path]


@pytest.fixture
def leaked(tmp_path: Path) -> Leaked:
    def written(*passwords: str) -> Path:
        digests = sorted(sha1(each) for each in passwords)
        path = tmp_path / "leaked.txt"
        path.write_text("".join(f"{digest}:{number}\r\n" for number, digest in enumerate(digests)), encoding="ascii")
        return path

    return written


@pytest.mark.django_db
def test_one_that_leaked_is_refused_where_a_list_is_at_hand(
    visitor: FrontDoor, leaked: Leaked, settings: Settings, plans: None
) -> None:
    settings.BREACHED_PASSWORDS = str(leaked("a walk in the park", "another one here"))
    fields = {"email": "dora@example.com", "full_name": "Dora", "organization_name": "Dora's"}
    answer = visitor.post("/api/v1/auth/register", fields | {"password": "a walk in the park"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "breached")
    answer = visitor.post("/api/v1/auth/register", fields | {"password": "a walk in the wood"})
    assert answer.status_code == 201


@pytest.mark.parametrize("size", range(12))
def test_exactly_those_of_the_list_are_found(leaked: Leaked, size: int) -> None:
    path = leaked(*map(str, range(size)))
    found = {number for number in range(40) if _holds(path, sha1(str(number)).encode())}
    assert found == set(range(size))
