"""Names that are slow: whoever named them waits for them, and nobody else."""

import asyncio
from collections.abc import Callable, Iterator
from threading import Event

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
        self.let, self.asked = Event(), list[str]()

    def __call__(self, host: str, _port: int) -> tuple[str, ...]:
        self.asked.append(host)
        if "slow" in host:
            self.let.wait()
        return PUBLIC


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowNames]:
    lookups.cache_clear()
    found = SlowNames()
    monkeypatch.setattr(addresses, "resolve", found)
    for module in (addresses, connecting):
        monkeypatch.setattr(module, "RESOLVE_S", 0.05)
    yield found
    found.let.set()


def enter(host: str, owner: str) -> str:
    return check_address(f"https://{host}", owner=owner)


async def call(host: str, owner: str) -> httpx2.Response:
    async with httpx2.AsyncClient(transport=PublicTransport(Wire(), owner=owner)) as client:
        return await client.get(f"https://{host}/")


def hold_all(names: SlowNames, refused: Callable[[str], None]) -> None:
    for number in range(MOST_EACH):
        refused(f"slow-{number}.example.com")
    assert len(names.asked) == MOST_EACH


def refused_when_entered(host: str) -> None:
    with pytest.raises(Refused, match="unresolved"):
        enter(host, "alice")


def refused_when_called(host: str) -> None:
    with pytest.raises(httpx2.ConnectError, match="unresolved"):
        asyncio.run(call(host, "alice"))


@pytest.mark.parametrize("refused", [refused_when_entered, refused_when_called])
def test_a_slow_name_is_waited_for_no_longer_than_that(names: SlowNames, refused: Callable[[str], None]) -> None:
    refused("slow.example.com")
    assert names.asked == ["slow.example.com"]


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
