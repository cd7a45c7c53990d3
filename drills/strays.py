"""Addresses that customers name, and that lead inside: refused when they are entered, and when they are called."""

import asyncio
from collections import Counter
from collections.abc import Callable
from unittest.mock import patch

import httpx2

from apps.transform.models import OrganizationModel
from drills import Verdict, drill
from drills.canary import Canary, canary
from drills.world import PATIENCE_S, Tenant, World
from tonebridge.outbound import addresses
from tonebridge.outbound.addresses import Refused, check_address
from tonebridge.outbound.connecting import PublicTransport, public_client
from tonebridge.resilience import clock
from tonebridge.tenancy.identity import acting_for

PUBLIC = "93.184.216.34"
HOSTS = (
    "127.0.0.1",
    "127.0.0.53",
    "127.1",
    "0177.0.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0.0.0.0",  # noqa: S104 - a target, nothing is bound to it
    "0",
    "localhost",
    "localhost.",
    "ip6-localhost",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::a9fe:a9fe]",
    "[2002:7f00:1::]",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "metadata.google.internal",
    "user:secret@127.0.0.1",
    "models.example.com@127.0.0.1",
)
"""Every way of writing an address inside that somebody has got in by: short, octal, decimal, mapped, carried in IPv6, by name."""
FORMS = (
    "http://127.0.0.1:{port}/v1",
    "HTTP://127.0.0.1:{port}/v1",
    "ftp://127.0.0.1:{port}/v1",
    "gopher://127.0.0.1:{port}/_x",
    "file:///etc/passwd",
    "//127.0.0.1:{port}/v1",
    "https://127.0.0.1:{port}#@models.example.com/",
    "https://models.example.com\\@127.0.0.1:{port}/",
    "https://１２７.０.０.１:{port}/v1",
)


def targets(port: int) -> list[str]:
    """All of them, at the canary's port."""
    return [f"https://{host}:{port}/v1" for host in HOSTS] + [form.format(port=port) for form in FORMS]


@drill("A11")
def nobody_has_this_machine_call_its_neighbours(world: World) -> Verdict:
    """Forty-one targets at the door and at the wire, a redirect, names that are bound anew, and rows that went round the door."""
    tenant, wrong = world.tenant("alice"), Counter[str]()
    with canary() as inside:
        found = targets(inside.port)
        for url in found:
            wrong["entered"] += not _is_refused_at_the_door(world, tenant, url)
            wrong["called"] += not _is_refused_at_the_wire(url)
        wrong["a redirect followed"] += not _redirect_is_not_followed(inside)
        wrong["bound anew"] += not _rebinding_is_refused(inside)
        wrong["looked up twice"] += not _is_looked_up_once(inside)
        planted = [f"https://{host}:{inside.port}/v1" for host in ("127.0.0.1", "localhost", "2130706433", "[::1]")]
        wrong["planted"] += sum(not _a_planted_row_leads_nowhere(world, tenant, url) for url in planted)
        reached = f"{inside.connections} connections and {inside.received} bytes reached the canary"
    tried = f"{len(found)} targets entered and called, {len(planted)} planted, a redirect, 2 names bound anew"
    return Verdict(not +wrong and inside.sings, f"{tried}: {reached}" + (f"; NOT refused: {+wrong}" if +wrong else ""))


def _is_refused_at_the_door(world: World, tenant: Tenant, url: str) -> bool:
    body = {"vendor": "openai", "model": "some", "base_url": url, "api_key": tenant.key}
    return world.call(tenant, "PUT", "/api/v1/organization/models/primary", body).status_code == 400


def _is_refused_at_the_wire(url: str) -> bool:
    async def called() -> bool:
        async with public_client(timeout=PATIENCE_S) as client:
            try:
                await client.post(url, content=b"secret")
            except (httpx2.ConnectError, httpx2.UnsupportedProtocol, httpx2.InvalidURL):
                return True
            return False

    return asyncio.run(called())


class Server(httpx2.AsyncBaseTransport):
    """A server of the internet that sends everybody on; notes to which addresses it was connected."""

    def __init__(self, to: str) -> None:
        self._to, self.reached = to, list[str]()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """302."""
        self.reached.append(request.url.host)
        return httpx2.Response(302, headers={"location": self._to})


def _answering(*answers: str) -> Callable[[str, int], tuple[str, ...]]:
    """A name server that changes its mind; the last answer stays."""
    left = list(answers)
    return lambda _host, _port: (left.pop(0) if len(left) > 1 else left[0],)


def _redirect_is_not_followed(inside: Canary) -> bool:
    server = Server(f"https://127.0.0.1:{inside.port}/latest/meta-data")
    return _asked(server, PUBLIC) == 302 and server.reached == [PUBLIC]


def _is_looked_up_once(inside: Canary) -> bool:
    """Public when it is looked at, inside a moment later: what was looked at is what is connected to."""
    server = Server(f"https://127.0.0.1:{inside.port}/")
    return _asked(server, PUBLIC, "127.0.0.1") == 302 and server.reached == [PUBLIC]


def _asked(server: Server, *answers: str) -> int:
    async def called() -> int:
        async with public_client(timeout=PATIENCE_S) as client:
            client._transport = PublicTransport(server)
            return (await client.post("https://models.example.com/v1", content=b"secret")).status_code

    with patch.object(addresses, "resolve", _answering(*answers)):
        return asyncio.run(called())


def _rebinding_is_refused(inside: Canary) -> bool:
    """Public when it is entered, inside when it is called."""
    url = f"https://models.example.com:{inside.port}/v1"
    with patch.object(addresses, "resolve", _answering(PUBLIC, "127.0.0.1")):
        try:
            check_address(url)
        except Refused:
            return False
        return _is_refused_at_the_wire(url)


def _a_planted_row_leads_nowhere(world: World, tenant: Tenant, url: str) -> bool:
    """Somebody wrote into the table by hand: the rules answer."""
    now = clock.now()
    with acting_for(tenant.organization_id):
        OrganizationModel.objects.filter(organization_id=tenant.organization_id).delete()
        OrganizationModel.objects.create(
            organization_id=tenant.organization_id,
            rung="primary",
            vendor="openai",
            model="some",
            base_url=url,
            api_key=tenant.key,
            created_at=now,
            updated_at=now,
        )
    body = {"text": f"{url} を明日までに直せ。", "transformation_type": "soften"}
    answer = world.call(tenant, "POST", "/api/v1/transform", body)
    return answer.status_code == 200 and answer.json()["tier"] == "rules"
