"""One caller has one address, however sockets and proxies write it."""

import socket
from functools import partial

import httpx
import pytest
from pytest_django import Settings

from apps.accounts.models import AuditRow
from tests.front_door import FrontDoor
from tests.gateway.test_connections import connected, statuses
from tests.passing_time import PassingTime

PREVIEW = "/api/v1/preview/info"
PROXY = "127.0.0.1/32"
IPV4 = ["198.51.100.7", "198.51.100.7:5678", "::ffff:198.51.100.7", "::FFFF:c633:6407", "[::ffff:198.51.100.7]:443"]
IPV6 = ["2001:db8::1", "[2001:db8::1]", "[2001:DB8::1]:443", "2001:0db8:0:0::1", "2001:db8::1%eth0"]
NO_ADDRESSES = ["unknown", "_hidden", "198.51.100.7:port", "[2001:db8::1", "198.51.100.256", "198.51.100.007", "%"]


@pytest.fixture
def once(settings: Settings, still_time: PassingTime) -> None:
    """Behind a proxy, one call for each address."""
    settings.TRUSTED_PROXIES, settings.GATEWAY_ANONYMOUS_PER_MINUTE = [PROXY], 1


def asked(visitor: FrontDoor, *forwarded: str) -> list[int]:
    return [visitor.as_(X_Forwarded_For=each).get(PREVIEW).status_code for each in forwarded]


@pytest.mark.parametrize("spellings", [IPV4, IPV6], ids=["IPv4", "IPv6"])
def test_an_address_is_one_caller_however_a_proxy_writes_it(
    visitor: FrontDoor, once: None, spellings: list[str]
) -> None:
    assert asked(visitor, *spellings) == [200, 429, 429, 429, 429]


def test_ipv4_addresses_that_are_written_as_ipv6_are_no_site(visitor: FrontDoor, once: None) -> None:
    assert asked(visitor, "::ffff:198.51.100.7", "::ffff:198.51.100.8", "::ffff:198.51.100.7") == [200, 200, 429]


@pytest.mark.parametrize("hop", NO_ADDRESSES)
def test_what_is_no_address_is_no_caller_of_its_own(visitor: FrontDoor, once: None, hop: str) -> None:
    assert asked(visitor, "unknown", hop) == [200, 429]


def test_behind_two_proxies_what_is_no_address_ends_at_the_last_that_is_one(
    visitor: FrontDoor, once: None, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = [PROXY, "10.0.0.0/8"]
    assert asked(
        visitor, "one, [::ffff:10.0.0.2]:80", "198.51.100.9, other, 10.0.0.2:81", "198.51.100.9, 10.0.0.2"
    ) == [
        200,
        429,
        200,
    ]


@pytest.mark.parametrize("trusted", [PROXY, "::ffff:127.0.0.0/104"])
def test_a_proxy_is_trusted_on_a_socket_of_both_kinds(
    visitor: FrontDoor, once: None, settings: Settings, over_ipv6: None, trusted: str
) -> None:
    settings.TRUSTED_PROXIES = [trusted]
    assert asked(visitor, "198.51.100.7", "198.51.100.8", "198.51.100.7") == [200, 200, 429]
    settings.TRUSTED_PROXIES = []
    assert asked(visitor, "198.51.100.9", "198.51.100.10") == [200, 429]


@pytest.fixture
def over_ipv6(monkeypatch: pytest.MonkeyPatch) -> None:
    """IPv4 peers as a socket of both kinds names them."""
    peer = ("::ffff:127.0.0.1", 50_000)
    monkeypatch.setattr("tests.front_door.httpx.ASGITransport", partial(httpx.ASGITransport, client=peer))


def test_operators_are_known_there_too(visitor: FrontDoor, over_ipv6: None) -> None:
    assert visitor.get("/metrics").status_code == 200


@pytest.mark.parametrize("hop", [*NO_ADDRESSES, "unknown, 127.0.0.1"])
def test_a_proxy_that_doesnt_say_for_whom_it_asks_is_no_operator(
    visitor: FrontDoor, settings: Settings, hop: str
) -> None:
    settings.TRUSTED_PROXIES = [PROXY]
    assert visitor.as_(X_Forwarded_For=hop).get("/metrics").status_code == 404


def test_the_audit_has_the_address_alone(visitor: FrontDoor, once: None, plans: None) -> None:
    visitor.as_(X_API_Key="no key at all", X_Forwarded_For="[2001:DB8::1%eth0]:443").get("/api/v1/auth/me")
    assert [row.address for row in AuditRow.objects.filter(action="api_key.refused")] == ["2001:db8::1"]


@pytest.fixture
def listening() -> socket.socket:
    return socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)


def test_connections_over_a_socket_of_both_kinds_are_counted_by_address(
    address: tuple[str, int], settings: Settings
) -> None:
    settings.GATEWAY_CONNECTIONS_AN_ADDRESS, settings.TRUSTED_PROXIES = 2, ["127.0.0.3/32"]
    server = ("127.0.0.1", address[1])
    with (
        connected(server, 3) as mine,
        connected(server, 2, "127.0.0.2") as others,
        connected(server, 4, "127.0.0.3") as many,
    ):
        assert statuses(mine) == [b"200", b"200", b"429"]
        assert statuses(others) == [b"200"] * 2
        assert statuses(many) == [b"200"] * 4
