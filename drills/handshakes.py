"""How a WebSocket may be opened, and from where."""

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx
from websockets import Origin
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import connect

from drills import Verdict, drill
from drills.browser import Browser
from drills.world import PASSWORD, PATIENCE_S, Tenant, World

PATH = "/ws/v1/"


@drill("A14")
def sockets_open_for_our_own_pages_and_for_tickets_alone(world: World) -> Verdict:
    """A session with fifteen origins, and every way to show a credential in the address."""
    tenant = world.tenant("alice")
    browser = Browser(world.base_url)
    if not browser.sign_in(tenant.email, PASSWORD):
        return Verdict(False, "nobody could sign in")
    cookie = {"Cookie": f"sessionid={browser.session()}"}
    told = {origin: _opens(world, origin=origin, headers=cookie) for origin in _origins(world.base_url)}
    foreign = {origin: opened for origin, opened in told.items() if origin != world.base_url}
    wrong = [origin or "none" for origin, opened in foreign.items() if opened]
    let_in = [
        name for name, (query, headers) in _refused_ways(world, tenant).items() if _opens(world, query, headers=headers)
    ]
    ticket = _ticket(world, tenant)
    tickets = [_opens(world, f"?ticket={ticket}") for _ in range(2)]
    passed = told[world.base_url] and not wrong and not let_in and tickets == [True, False]
    figure = f"our page opens: {told[world.base_url]}; of {len(foreign)} other origins {len(wrong)} {wrong or ''}"
    return Verdict(
        passed, f"{figure}; of {len(_refused_ways(world, tenant))} other ways {let_in or 0}; a ticket twice {tickets}"
    )


def _origins(base_url: str) -> list[str]:
    """Ours first; then what looks like it, and none at all."""
    ours = urlsplit(base_url)
    host, port = ours.hostname, ours.port or 80
    return [
        base_url,
        "",
        "null",
        "http://evil.example",
        f"https://{host}:{port}",
        f"http://{host}:{port + 1}",
        f"http://{host}",
        f"http://{host}.evil.example:{port}",
        f"http://evil.example/{host}:{port}",
        f"http://{host}:{port}@evil.example",
        f"http://{host}:{port}.evil.example",
        f"http://evil-{host}:{port}",
        "http://[::1]",
        "file://",
        f"chrome-extension://{host}:{port}",
    ]


def _refused_ways(world: World, tenant: Tenant) -> dict[str, tuple[str, Mapping[str, str]]]:
    """Credentials that are good elsewhere, in the address; and none."""
    with httpx.Client(base_url=world.base_url, timeout=PATIENCE_S) as client:
        body = {"email": tenant.email, "password": PASSWORD}
        token = client.post("/api/v1/auth/token", json=body).json()["access"]
    return {
        "nothing": ("", {}),
        "a made-up ticket": (f"?ticket={'x' * 43}", {}),
        "?token=": (f"?token={token}", {}),
        "?access_token=": (f"?access_token={token}", {}),
        "?ticket= with a token": (f"?ticket={token}", {}),
        "?api_key=": (f"?api_key={tenant.key}", {}),
        "?ticket= with a key": (f"?ticket={tenant.key}", {}),
    }


def _ticket(world: World, tenant: Tenant) -> str:
    return str(world.call(tenant, "POST", "/api/v1/ws/ticket").json()["ticket"])


def _opens(world: World, query: str = "", *, origin: str = "", headers: Mapping[str, str] | None = None) -> bool:
    """Whether it answers a call, not only the handshake."""
    address = f"{world.base_url.replace('http', 'ws', 1)}{PATH}{query}"
    try:
        named = Origin(origin) if origin else None
        with connect(address, origin=named, additional_headers=headers, open_timeout=PATIENCE_S) as socket:
            socket.send(json.dumps({"type": "analyze", "payload": {"text": "直せ。"}}))
            return bool(json.loads(socket.recv(timeout=PATIENCE_S))["type"] == "analyze.result")
    except (InvalidHandshake, ConnectionClosed, TimeoutError):
        return False
