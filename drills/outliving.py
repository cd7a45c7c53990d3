"""What goes on behind a call, and what is kept behind it: neither outlives what it rests on."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event

import httpx
from django.core.cache import cache
from redis import Redis
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection

from apps.accounts.actions.issue_ws_ticket import key_of
from drills import Verdict, drill
from drills.auth import WITHOUT_CACHE
from drills.browser import Browser
from drills.followers import batch
from drills.sockets import STAYS_OPEN_S, is_open, ms_until_closed, open_page_socket, open_socket, open_with_ticket
from drills.world import PASSWORD, PATIENCE_S, Tenant, World
from tonebridge.caching.l2_redis import name_of

WITHIN_MS = 3_000
"""The look every second, the look itself, and a busy machine."""
Open = Callable[[str, dict[str, str]], ClientConnection]


@drill("A17")
def what_a_page_opened_ends_when_it_signs_out(world: World) -> Verdict:
    """A socket by ticket, one by cookie, and a job's events, all idle, with Valkey and without; and no ticket stands in the log."""
    with_cache, without = world.start_web(TONEBRIDGE_LOG_LEVEL="DEBUG"), world.web(**WITHOUT_CACHE)
    here = _signed_out(world, with_cache, _by_ticket)
    there = _signed_out(world, without, _by_cookie)
    logs = "".join(path.read_text(errors="replace") for path in (world.servers.home / "logs").glob("*.log"))
    told = "ticket=" in logs
    figure = f"socket and events ended {here[0]:.0f} and {here[1]:.0f} ms after the sign-out, without Valkey "
    figure += f"{there[0]:.0f} and {there[1]:.0f} ms; a ticket in {len(logs) // 1000} kB of logs: {told}"
    ended = max(*here, *there)
    return Verdict(ended < STAYS_OPEN_S * 1000 and not told and bool(logs), figure, ended <= WITHIN_MS)


def _by_ticket(base_url: str, headers: dict[str, str]) -> ClientConnection:
    with httpx.Client(base_url=base_url, timeout=PATIENCE_S) as client:
        return open_socket(base_url, client, headers)


def _by_cookie(base_url: str, headers: dict[str, str]) -> ClientConnection:
    return open_page_socket(base_url, headers["Cookie"].partition("sessionid=")[2].partition(";")[0])


def _signed_out(world: World, base_url: str, opened: Open) -> tuple[float, float]:
    """Milliseconds until a socket and a job's events end."""
    tenant, browser = world.tenant("alice"), Browser(base_url)
    browser.sign_in(tenant.email, PASSWORD)
    headers = {"Cookie": f"sessionid={browser.session()}; csrftoken={'a' * 32}", "X-CSRFToken": "a" * 32}
    headers |= {"Origin": base_url}
    events = f"{base_url}/api/v1/jobs/{batch(world, tenant)}/events"
    begun = Event()
    with ThreadPoolExecutor(1) as pool, opened(base_url, headers) as socket:
        following = pool.submit(_over_at, events, headers, begun)
        if not begun.wait(PATIENCE_S) or not is_open(socket) or following.done():
            raise AssertionError("it ended before the sign-out, or never began")
        if not browser.sign_out():
            raise AssertionError("signing out failed")
        left = time.perf_counter()
        return ms_until_closed(socket), (following.result() - left) * 1000


def _over_at(url: str, headers: dict[str, str], begun: Event) -> float:
    """When an answer's end came; it has begun with its first byte. Raises AssertionError for a refusal."""
    with httpx.Client(timeout=PATIENCE_S) as client, client.stream("GET", url, headers=headers) as answer:
        if answer.status_code != httpx.codes.OK:
            raise AssertionError(f"no events: {answer.status_code}")
        with suppress(httpx.ReadTimeout, httpx.RemoteProtocolError):
            for _part in answer.iter_bytes():
                begun.set()
        return time.perf_counter()


@drill("A18")
def what_lies_in_the_cache_server_is_good_under_its_name_alone(world: World) -> Verdict:
    """Somebody's ticket under the name of one's own opens nothing; the sealed answer of a deleted message is gone."""
    server = Redis.from_url(world.servers.redis_url)
    alice, charlie = world.tenant("alice"), world.tenant("charlie")
    victims, own = _ticket(world, alice), _ticket(world, charlie)
    server.set(_place(own), bytes(_value(server, _place(victims))), ex=30)
    let_in = _opens(world, own)
    control = _opens(world, victims)
    deleted, kept = world.transform(alice), world.transform(alice, "今日中に直せ。")
    before = [bool(server.get(name_of(each))) for each in (deleted, kept)]
    world.call(alice, "DELETE", f"/api/v1/history/{deleted}")
    after = [bool(server.get(name_of(each))) for each in (deleted, kept)]
    figure = f"a copied ticket let in: {let_in}, the ticket itself: {control}; "
    figure += f"sealed answers of two messages {before}, after one was deleted {after}"
    return Verdict(not let_in and control and before == [True, True] and after == [False, True], figure)


def _ticket(world: World, tenant: Tenant) -> str:
    return str(world.call(tenant, "POST", "/api/v1/ws/ticket").json()["ticket"])


def _place(ticket: str) -> str:
    return str(cache.make_key(key_of(ticket)))


def _value(server: "Redis", name: str) -> bytes:
    found = server.get(name)
    if not isinstance(found, bytes):
        raise AssertionError("the ticket isn't where it was thought to be")
    return found


def _opens(world: World, ticket: str) -> bool:
    try:
        open_with_ticket(world.base_url, ticket).close()
    except InvalidStatus:
        return False
    return True
