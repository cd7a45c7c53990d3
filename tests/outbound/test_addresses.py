"""Addresses that customers name: to the public internet and nowhere else, when they are entered and when they are called."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from tonebridge.outbound import addresses
from tonebridge.outbound.addresses import Refused, check_address, is_public
from tonebridge.outbound.connecting import PublicTransport, public_client

PRIVATE = (
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 100.100.100.200 0.0.0.0 255.255.255.255 "
    "224.0.0.1 192.0.0.192 168.63.129.16 198.18.0.1 240.0.0.1 ::1 :: fe80::1 fe80::1%eth0 fd00:ec2::254 ff02::1 fec0::1 "
    "::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 2002:7f00:1:: 2001:0:7f00:1:: 0x7f.1 localhost"
)


@pytest.mark.parametrize("address", PRIVATE.split())
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


class Names:
    """A name server whose answers change: the last one stays."""

    def __init__(self, *answers: str | tuple[str, ...]) -> None:
        self.answers, self.asked = list(answers), 0

    def __call__(self, _host: str, _port: int) -> tuple[str, ...]:
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return (answer,) if isinstance(answer, str) else answer


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Names]:
    def use(*answers: str | tuple[str, ...]) -> Names:
        found = Names(*answers)
        monkeypatch.setattr(addresses, "resolve", found)
        return found

    return use


def test_a_public_https_address_is_taken_in_its_plain_form(names: Callable[..., Names]) -> None:
    names("93.184.216.34")
    assert check_address(" https://models.example.com/v1/ ") == "https://models.example.com/v1"


@pytest.mark.parametrize(
    "url",
    [
        "http://models.example.com/v1",
        "ftp://models.example.com",
        "https://",
        "https://user:secret@models.example.com",
        "https://models.example.com/?to=http://10.0.0.1",
        "https://models.example.com/#x",
        "https://models.example.com:x/",
        "https://models.example.com\\@10.0.0.1/",
        "https://mod\tels.example.com",
        "https://\u217fodels.example.com",
        "//models.example.com",
        "https://models.example.com/" + "x" * 600,
    ],
)
def test_an_address_of_another_form_is_refused(names: Callable[..., Names], url: str) -> None:
    names("93.184.216.34")
    with pytest.raises(Refused):
        check_address(url)


@pytest.mark.parametrize("answer", ["10.0.0.1", "169.254.169.254", ("93.184.216.34", "127.0.0.1"), ()])
def test_a_name_that_leads_inside_is_refused_when_it_is_entered(names: Callable[..., Names], answer: Any) -> None:
    names(answer)
    with pytest.raises(Refused, match="private"):
        check_address("https://models.example.com")


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "2130706433", "0x7f000001", "localhost", "169.254.169.254"])
def test_an_address_inside_by_number_is_refused_in_any_spelling(host: str) -> None:
    with pytest.raises(Refused):
        check_address(f"https://{host}/v1")


def test_an_operator_may_allow_private_addresses() -> None:
    assert check_address("http://10.0.0.1:8000/v1", private_allowed=True) == "http://10.0.0.1:8000/v1"
    with pytest.raises(Refused):
        check_address("file:///etc/passwd", private_allowed=True)


class Wire(httpx2.AsyncBaseTransport):
    """Notes where it would have connected, and what it would have asked a certificate for."""

    def __init__(self, answer: httpx2.Response | None = None) -> None:
        self.reached: list[tuple[str, str, str]] = []
        self.answer = answer

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.reached.append((request.url.host, request.extensions["sni_hostname"], request.headers["host"]))
        return self.answer or httpx2.Response(200)


def call(wire: Wire, *urls: str) -> list[httpx2.Response]:
    async def called() -> list[httpx2.Response]:
        async with httpx2.AsyncClient(transport=PublicTransport(wire), follow_redirects=False) as client:
            return [await client.get(url) for url in urls]

    return asyncio.run(called())


def test_the_address_that_was_looked_at_is_the_one_that_is_called(names: Callable[..., Names]) -> None:
    asked, wire = names("93.184.216.34"), Wire()
    call(wire, "https://models.example.com/v1")
    assert wire.reached == [("93.184.216.34", "models.example.com", "models.example.com")]
    assert asked.asked == 1


def test_a_name_that_is_bound_anew_after_it_was_entered_is_not_called(names: Callable[..., Names]) -> None:
    names("93.184.216.34", "127.0.0.1")
    wire, url = Wire(), check_address("https://models.example.com")
    with pytest.raises(httpx2.ConnectError, match="private"):
        call(wire, url)
    assert wire.reached == []


def test_each_call_looks_anew(names: Callable[..., Names]) -> None:
    names("93.184.216.34", "169.254.169.254")
    wire = Wire()
    with pytest.raises(httpx2.ConnectError):
        call(wire, "https://models.example.com/1", "https://models.example.com/2")
    assert len(wire.reached) == 1


def test_a_call_without_tls_is_not_made(names: Callable[..., Names]) -> None:
    names("93.184.216.34")
    with pytest.raises(httpx2.ConnectError, match="https"):
        call(Wire(), "http://models.example.com")


def test_a_redirect_is_not_followed(names: Callable[..., Names]) -> None:
    names("93.184.216.34")
    wire = Wire(httpx2.Response(302, headers={"location": "https://169.254.169.254/latest/meta-data"}))
    assert [answer.status_code for answer in call(wire, "https://models.example.com")] == [302]
    assert len(wire.reached) == 1


def test_the_client_that_is_used_follows_nothing_and_asks_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    client = public_client()
    assert (client.follow_redirects, client.trust_env) == (False, False)
    assert client._mounts == {}
    with pytest.raises(httpx2.ConnectError, match="private"):
        asyncio.run(_get(client, "https://127.0.0.1/"))


async def _get(client: httpx2.AsyncClient, url: str) -> httpx2.Response:
    async with client:
        return await client.get(url)
