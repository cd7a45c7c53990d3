"""Hosts, paths and proxies that try to pass for others."""

import pytest

from tests.cast import Person
from tests.front_door import Api, FrontDoor

HOSTS = [
    "evil.example",
    "127.0.0.1.evil.example",
    "evil.example:80",
    "127.0.0.1@evil.example",
    "evil.example#127.0.0.1",
    "localhost:4000/#@evil.example",
    "localhost/admin",
    "127.0.0.1, evil.example",
    "..",
    "*",
    "[::1",
    "xn--localhost-",
    "127.1",
    "0x7f000001",
]
PATHS = [
    "//admin/",
    "/admin/../admin/",
    "/./admin/",
    "/%61dmin/accounts/user/",
    "/admin%2faccounts%2fuser%2f",
    "/ADMIN/",
    "/admin;/",
    "/admin/..;/admin/accounts/user/",
    "/api/v1/../../admin/accounts/user/",
    "/api//v1/auth/me",
    "/api/v1/auth/me/",
    "/api/v1/auth/%2e%2e/auth/me",
    "/api/v1/auth/token/../me",
    "/api/v1/auth/register/../../api-keys",
    "/api/v1/preview/../api-keys",
]
TOKEN = {"email": "nobody@example.com", "password": "a guess"}


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/admin/accounts/user/", "/api/v1/auth/me", "/sign-in/"])
def test_a_host_that_isnt_ours_is_served_nothing(visitor: FrontDoor, plans: None, host: str, path: str) -> None:
    assert visitor.as_(Host=host).get(path).status_code == 400


@pytest.mark.parametrize("path", PATHS)
def test_a_path_in_disguise_opens_nothing(visitor: FrontDoor, plans: None, path: str) -> None:
    answer = visitor.get(f"http://127.0.0.1{path}")  # as it stands: a path alone could be read as a host
    to_sign_in = answer.headers.get("location", "").startswith(("/admin/login/", "/sign-in/"))
    assert answer.status_code in {400, 401, 404} or to_sign_in, answer.status_code


def test_one_peer_is_one_peer_whatever_it_says_of_proxies(visitor: FrontDoor, plans: None) -> None:
    statuses = [
        visitor.as_(X_Forwarded_For=f"198.51.100.{number}, 203.0.113.{number}")
        .post("/api/v1/auth/token", TOKEN | {"email": f"{number}@example.com"})
        .status_code
        for number in range(12)
    ]
    assert statuses == [401] * 10 + [429] * 2


def test_a_header_makes_nobody_a_principal(visitor: FrontDoor, api: Api, alice: Person) -> None:
    forged = visitor.as_(tonebridge_principal="x", HTTP_TONEBRIDGE_PRINCIPAL="x", X_Forwarded_User=alice.user.email)
    assert forged.get("/api/v1/auth/me").status_code == 401
