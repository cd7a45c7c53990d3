"""Names that are slow: whoever named them waits for them, and nobody else."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Semaphore
from unittest.mock import patch

import httpx2
import pytest

from tests.outbound.test_addresses import Wire
from tonebridge.outbound import addresses, connecting
from tonebridge.outbound.addresses import Refused, check_address
from tonebridge.outbound.connecting import PublicTransport
from tonebridge.outbound.lookups import MOST_EACH, lookups

PUBLIC = ("93.184.216.34",)


class SlowNames:
    """A name server that answers for names with "slow" in them when it is let."""

    def __init__(self) -> None:
        self.let, self.asked, self._heard = Event(), list[str](), Semaphore(0)

    def __call__(self, host: str, _port: int) -> tuple[str, ...]:
        self.asked.append(host)
        self._heard.release()
        if "slow" in host:
            self.let.wait()
        return PUBLIC

    def heard(self, count: int) -> list[str]:
        """The first names that were asked for: a look-up may begin after those who wanted it have gone."""
        assert all(self._heard.acquire(timeout=10) for _ in range(count))
        return self.asked[:count]


@contextmanager
def impatience() -> Iterator[None]:
    """For slow names alone: on a busy machine the others may take their time."""
    with patch.object(addresses, "RESOLVE_S", 0.05), patch.object(connecting, "RESOLVE_S", 0.05):
        yield


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowNames]:
    lookups.cache_clear()
    found = SlowNames()
    monkeypatch.setattr(addresses, "resolve", found)
    yield found
    found.let.set()


def enter(host: str, owner: str) -> str:
    return check_address(f"https://{host}", owner=owner)


async def call(host: str, owner: str) -> httpx2.Response:
    async with httpx2.AsyncClient(transport=PublicTransport(Wire(), owner=owner)) as client:
        return await client.get(f"https://{host}/")


def hold_all(names: SlowNames, refused: Callable[[str], None]) -> None:
    slow = [f"slow-{number}.example.com" for number in range(MOST_EACH)]
    with impatience():
        for name in slow:
            refused(name)
    assert set(names.heard(MOST_EACH)) == set(slow)


def refused_when_entered(host: str) -> None:
    with pytest.raises(Refused, match="unresolved"):
        enter(host, "alice")


def refused_when_called(host: str) -> None:
    with pytest.raises(httpx2.ConnectError, match="unresolved"):
        asyncio.run(call(host, "alice"))


@pytest.mark.parametrize("refused", [refused_when_entered, refused_when_called])
def test_a_slow_name_is_waited_for_no_longer_than_that(names: SlowNames, refused: Callable[[str], None]) -> None:
    with impatience():
        refused("slow.example.com")
    assert names.heard(1) == ["slow.example.com"]


@pytest.mark.parametrize("refused", [refused_when_entered, refused_when_called])
def test_an_organization_has_so_many_slow_names_and_others_are_served(
    names: SlowNames, refused: Callable[[str], None]
) -> None:
    hold_all(names, refused)
    refused("one-more.example.com")
    assert "one-more.example.com" not in names.asked
    assert asyncio.run(call("models.example.com", "charlie")).status_code == 200
    assert enter("models.example.com", "charlie") == "https://models.example.com"


def test_calls_at_the_same_moment_look_a_name_up_once(names: SlowNames) -> None:
    found = [lookups().begin(("alice", "slow.example.com", 443), names) for _call in range(200)]
    names.let.set()
    assert {each.result(timeout=10) for each in found} == {PUBLIC} and names.asked == ["slow.example.com"]


def test_a_look_up_does_not_take_a_thread_of_the_loops_own(names: SlowNames) -> None:
    async def used() -> object:
        await call("models.example.com", "alice")
        return getattr(asyncio.get_running_loop(), "_default_executor", None)

    assert asyncio.run(used()) is None
