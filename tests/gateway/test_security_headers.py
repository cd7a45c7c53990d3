"""Every answer, whatever serves it, tells browsers what they may do with it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings as present
from pytest_django import Settings

from drills.doors import every_path
from tests.accounts.test_signing_keys import entry
from tests.cast import Person
from tests.front_door import Api, FrontDoor

PAGES = [path for path in every_path() if "{" not in path and "(?P" not in path]
POLICY = ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")


def faults(headers: Mapping[str, str]) -> list[str]:
    """What is missing."""
    policy = headers.get("content-security-policy", "")
    strict = [
        part for part in POLICY if part not in policy and not (part in POLICY[:1] and "default-src 'none'" in policy)
    ]
    wanted = {"x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "same-origin"}
    return strict + [name for name, value in wanted.items() if headers.get(name) != value]


@pytest.mark.parametrize("path", [*PAGES, "/nowhere", "/api/v1/nowhere"])
def test_every_answer_carries_its_headers(visitor: FrontDoor, plans: None, path: str) -> None:
    answer = visitor.get(path)
    assert faults(answer.headers) == []
    kind = answer.headers.get("content-type", "")
    assert not kind.startswith("text/") or "charset" in kind


def test_data_loads_runs_and_frames_nothing_and_isnt_kept(api: Api, alice: Person) -> None:
    headers = api(alice).get("/api/v1/auth/me").headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["cache-control"] == "no-store"


def test_pages_run_no_inline_scripts(visitor: FrontDoor, plans: None) -> None:
    policy = visitor.get("/sign-in/").headers["content-security-policy"]
    assert "unsafe" not in policy and "default-src 'self'" in policy


def test_cookies_can_be_read_by_no_script_and_come_along_from_nowhere_else(visitor: FrontDoor, alice: Person) -> None:
    page = visitor.get("/sign-in/")
    token = page.cookies["csrftoken"]
    answer = visitor.as_(Cookie=f"csrftoken={token}", X_CSRFToken=token).request(
        "POST", "/sign-in/", data={"email": alice.user.email, "password": alice.password}
    )
    cookies = [cookie.strip() for cookie in answer.headers.get_list("set-cookie")]
    mine = [cookie for cookie in cookies if cookie.startswith(("sessionid=", "tb_device="))]
    assert len(mine) == 2
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in mine)


def test_behind_tls_browsers_are_told_to_stay_there(visitor: FrontDoor, settings: Settings) -> None:
    assert "strict-transport-security" not in visitor.get("/health").headers
    settings.SECURE_HSTS_SECONDS = 31_536_000
    told = visitor.get("/health").headers["strict-transport-security"]
    assert told == "max-age=31536000; includeSubDomains; preload"


def in_production(*arguments: str, **changes: str) -> "subprocess.CompletedProcess[str]":
    """A command under production settings, with servers that nobody needs to reach."""
    command = [sys.executable, "-W", "ignore", "manage.py", *arguments]
    surroundings = os.environ | environment(**changes)
    return subprocess.run(
        command, cwd=present.BASE_DIR, env=surroundings, capture_output=True, text=True, check=False, timeout=120
    )


@cache
def signing_keys() -> str:
    """One of full length."""
    return json.dumps([entry("long", rsa.generate_private_key(65537, 3072))])


def environment(**changes: str) -> dict[str, str]:
    """The variables of such a production."""
    named = {
        "DJANGO_SETTINGS_MODULE": "tonebridge.settings.production",
        "DATABASE_URL": "postgres://tonebridge@127.0.0.1/tonebridge",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "EMAIL_URL": "smtp://mail.example.com?tls=starttls",
        "TONEBRIDGE_TRUSTED_PROXIES": "10.0.0.0/8",
        "TONEBRIDGE_ALLOWED_HOSTS": "tonebridge.example.com",
        "TONEBRIDGE_BASE_URL": "https://tonebridge.example.com",
        "TONEBRIDGE_SECRET_KEY": "k" * 20 + "0123456789abcdefghijklmnopqrstuvwxyz",
        "TONEBRIDGE_SIGNING_KEYS": signing_keys(),
        "TONEBRIDGE_ENCRYPTION_KEYS": present.ENCRYPTION_KEYS,
    }
    return named | changes


def test_production_has_nothing_that_djangos_own_check_would_mend() -> None:
    done = in_production("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "0 silenced" in done.stdout


def test_production_doesnt_start_without_a_way_to_send_mail() -> None:
    done = in_production("check", EMAIL_URL="")
    assert done.returncode != 0
    assert "Set EMAIL_URL" in done.stderr
