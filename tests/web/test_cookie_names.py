"""Names of cookies: where pages come over TLS alone, no neighbour of the domain can plant one (RFC 6265bis, prefixes)."""

import pytest
from django.test import Client
from pytest_django import Settings

from apps.accounts.credentials.devices import make_device
from tests.cast import Person


@pytest.fixture
def over_tls(settings: Settings) -> Client:
    """A browser of a production."""
    settings.DEVICE_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME = "__Secure-tb_device", "__Host-django_language"
    settings.CSRF_COOKIE_NAME = "__Host-csrftoken"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = True
    settings.LANGUAGE_COOKIE_HTTPONLY = True
    return Client(headers={"accept-language": "ja"})


def sign_in(browser: Client, person: Person) -> None:
    fields = {"email": person.user.email, "password": person.password}
    assert browser.post("/sign-in/", fields, secure=True).status_code == 302


def test_a_device_is_remembered_under_its_new_name(over_tls: Client, alice: Person) -> None:
    sign_in(over_tls, alice)
    kept = over_tls.cookies["__Secure-tb_device"]
    assert (kept["secure"], kept["httponly"], kept["path"], kept["samesite"]) == (True, True, "/sign-in/", "Lax")


def test_a_device_that_was_remembered_before_still_is_and_gets_the_new_name(over_tls: Client, alice: Person) -> None:
    for _ in range(6):
        blocked = Client().post("/sign-in/", {"email": alice.user.email, "password": "a guess"})
    assert blocked.status_code == 429
    over_tls.cookies["tb_device"] = make_device(alice.user.email)
    over_tls.defaults["REMOTE_ADDR"] = "192.0.2.7"
    sign_in(over_tls, alice)
    assert over_tls.cookies["__Secure-tb_device"].value
    assert over_tls.cookies["tb_device"].value == ""


def test_a_language_that_was_chosen_before_still_is_and_gets_the_new_name(over_tls: Client, plans: None) -> None:
    over_tls.cookies["django_language"] = "en"
    page = over_tls.get("/sign-in/", secure=True)
    assert page.headers["Content-Language"] == "en"
    new, old = page.cookies["__Host-django_language"], page.cookies["django_language"]
    assert (new.value, new["secure"], new["httponly"], new["path"], old.value) == ("en", True, True, "/", "")
    assert over_tls.get("/sign-in/", secure=True).headers["Content-Language"] == "en"


def test_an_old_csrf_cookie_counts_for_nothing(over_tls: Client, alice: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["csrftoken"] = "a" * 32
    fields = {"email": alice.user.email, "password": alice.password, "csrfmiddlewaretoken": "a" * 32}
    answer = strict.post("/sign-in/", fields, secure=True, headers={"referer": "https://testserver/sign-in/"})
    assert answer.status_code == 403


def test_over_http_development_keeps_its_names(client: Client, alice: Person) -> None:
    assert client.post("/sign-in/", {"email": alice.user.email, "password": alice.password}).status_code == 302
    assert {"sessionid", "tb_device"} <= set(client.cookies)
