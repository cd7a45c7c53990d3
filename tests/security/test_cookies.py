"""What browsers are told to keep, and how: ASVS 5.0, V3.3 and V6.2."""

import json
import re

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from tests.cast import Person
from tests.front_door import FrontDoor
from tests.gateway.test_security_headers import in_production

ASKED = "; ".join(
    [
        "import json",
        "from django.conf import settings",
        "of = lambda name: [getattr(settings, f'{name}_COOKIE_{each}') for each in ('NAME', 'SECURE', 'PATH', 'DOMAIN')]",
        "hidden = [settings.SESSION_COOKIE_HTTPONLY, settings.LANGUAGE_COOKIE_HTTPONLY]",
        "print(json.dumps([of('SESSION'), of('CSRF'), of('LANGUAGE'), hidden, settings.DEVICE_COOKIE_NAME, settings.MODEL_HINT_COOKIE_NAME]))",
    ]
)


def test_in_production_every_cookie_is_secure_and_has_a_prefix() -> None:
    assert json.loads(in_production("shell", "--verbosity", "0", "-c", ASKED).stdout) == [
        ["__Host-sessionid", True, "/", None],
        ["__Host-csrftoken", True, "/", None],
        ["__Host-django_language", True, "/", None],
        [True, True],
        "__Secure-tb_device",
        "__Host-tb_model_hint",
    ]


def test_pages_alone_lead_from_http_to_https(visitor: FrontDoor, settings: Settings, plans: None) -> None:
    settings.SECURE_SSL_REDIRECT = True
    page = Client().get("/sign-in/")
    assert (page.status_code, page["Location"]) == (301, "https://testserver/sign-in/")
    assert visitor.get("/api/v1/auth/me").status_code == 401
    assert "django.middleware.security.SecurityMiddleware" not in settings.API_MIDDLEWARE


@pytest.mark.django_db
def test_fields_of_passwords_hide_them_and_let_managers_fill_them_in(alice: Person) -> None:
    client = Client()
    shown = client.get("/sign-in/").content.decode() + client.get("/sign-up/").content.decode()
    fields = re.findall(r"<input[^>]*name=\"password\"[^>]*>", shown)
    assert len(fields) == 2
    for field in fields:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(current|new)-password"', field)
        assert "onpaste" not in field
    assert settings.CSRF_COOKIE_HTTPONLY is False  # pages show it to our own API


@pytest.mark.django_db
def test_a_password_is_taken_as_it_was_typed(visitor: FrontDoor, plans: None) -> None:
    password = "  A Pass phrase, with spaces and CAPITALS 雨  "
    fields = {"email": "dora@example.com", "password": password, "full_name": "Dora", "organization_name": "Dora's"}
    assert visitor.post("/api/v1/auth/register", fields).status_code == 201

    def enters(tried: str) -> int:
        return visitor.post("/api/v1/auth/token", {"email": "dora@example.com", "password": tried}).status_code

    assert [enters(tried) for tried in (password.strip(), password.lower(), password[:40], password)] == [
        401,
        401,
        401,
        200,
    ]
