"""Whose host is asked, and whose page it is: scheme, host and port, or an origin that the operator trusts."""

import pytest
from pytest_django import Settings

from tonebridge.security.origins import is_our_host, is_our_page

HOST = "tone.example:8082"


@pytest.mark.parametrize("address", ["http://tone.example:8082", "http://tone.example:8082/history/?q=1"])
def test_our_own_origin_and_pages_are_ours(address: str) -> None:
    assert is_our_page(address, host=HOST)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "null",
        "https://tone.example:8082",
        "http://tone.example",
        "http://tone.example:8082.evil.example",
        "http://tone.example:8082@evil.example",
        "chrome-extension://tone.example:8082",
    ],
)
def test_what_only_looks_like_it_is_not(address: str) -> None:
    assert not is_our_page(address, host=HOST)


def test_under_tls_a_page_without_it_is_a_strangers(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert is_our_page("https://tone.example:8082", host=HOST)
    assert not is_our_page("http://tone.example:8082", host=HOST)


def test_the_operator_may_trust_another(settings: Settings) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://pages.example"]
    assert is_our_page("https://pages.example", host=HOST)


@pytest.mark.parametrize("host", ["tone.example", "tone.example:8082", "TONE.example", "[::1]", "[::1]:8082"])
def test_a_host_of_ours_is_known_with_a_port_and_without(settings: Settings, host: str) -> None:
    settings.ALLOWED_HOSTS = ["tone.example", "[::1]"]
    assert is_our_host(host)


@pytest.mark.parametrize(
    "host", ["", "evil.example", "tone.example.evil.example", "tone.example:80:80", "::1", "[::2]"]
)
def test_other_hosts_are_not(settings: Settings, host: str) -> None:
    settings.ALLOWED_HOSTS = ["tone.example", "[::1]"]
    assert not is_our_host(host)
