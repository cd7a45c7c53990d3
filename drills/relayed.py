"""B13: the cases of B12 through nginx and HAProxy, which keep their connections to the server for whoever comes next."""

import asyncio
import os

from drills import Verdict, drill
from drills.framed import PATIENCE_S, WITH, WITHOUT, Found, Line, address_of, compared, source_of
from drills.framing import ONCE_ANSWERED, TEXTS, Known, Source, known, smuggled
from drills.proxies import SEGMENT, Address, Relay, answers, missing, running
from drills.world import World

CASES, CI_CASES, AT_ONCE = 10_000, 300, 4
TRIES, PAUSE_S = 6, 0.05
VICTIM = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Request-ID: the-victims-own\r\n\r\n"


class Relayed(Source):
    """The same cases, but no waiting in the middle: a proxy may want all of a request before it sends any of it.

    Only who asks whether to go on does wait: HAProxy 3.0 loses the body of an answer whose head comes in one packet with a 100.
    """

    def case(self, number: int) -> tuple[str, list[bytes]]:
        kind, pieces = super().case(number)
        return kind, [piece for piece in pieces if piece != ONCE_ANSWERED or kind == "expecting"]


async def _through(
    name: str, source: Source, servers: tuple[Address, Address], numbers: range
) -> tuple[Found, int, int]:
    """What the cases have shown, how many answers a bystander got that weren't theirs, and how many attacks got through."""
    relays = [Relay(server, PAUSE_S if number == 0 else 0) for number, server in enumerate(servers)]
    ours, theirs = [await relay.listen() for relay in relays]
    with running(name, ours, theirs) as (front, other):
        await answers(front)
        await answers(other)
        through = await _attacks(front, relays[0], source.key)
        relays[0].pause_s = 0.001
        watching = asyncio.create_task(_bystander(front))
        found = await compared(source, front, other, numbers, AT_ONCE)
        watching.cancel()
        foreign = (await asyncio.gather(watching, return_exceptions=True))[0]
    for relay in relays:
        await relay.end()
    return found, foreign if isinstance(foreign, int) else 1, through


async def _bystander(front: Address) -> int:
    """Somebody else on the proxy's connections: how many answers were not their own."""
    line, foreign = Line(front), 0
    try:
        while True:
            told, is_open = await line.hear([VICTIM])
            foreign += not (is_open and len(told) == 1 and b"the-victims-own" in told[0])
            await asyncio.sleep(0.005)
    except asyncio.CancelledError:
        return foreign


async def _attacks(front: Address, relay: Relay, key: str) -> int:
    """The attack of the review: a known head and a shorter known body fill a packet, what follows is a request of its own."""
    attacker, victim = Line(front), Line(front)
    head, body = await _filling_a_packet(attacker, relay, key)
    rest = smuggled(len(head.body) - len(body.body), key)
    through = 0
    for _ in range(TRIES):
        relay.cuts = False  # as the review's network did by chance
        for each in (head, body) * 4:
            await attacker.hear([each.raw])
        relay.cuts = True
        through += await _one_got_through(attacker, victim, head.head + body.body + rest)
    return through


async def _one_got_through(attacker: Line, victim: Line, attack: bytes) -> bool:
    """Whether the attack is answered by anything but a refusal, or anybody else by anything but their own."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            told, _open = await attacker.hear([attack])
            seen, _open = await victim.hear([VICTIM])
    except TimeoutError:
        await attacker.close()
        await victim.close()
        return True
    refused = bool(told) and told[0].startswith(b"HTTP/1.1 400")
    return not (refused and len(seen) == 1 and b"the-victims-own" in seen[0])


async def _filling_a_packet(attacker: Line, relay: Relay, key: str) -> tuple[Known, Known]:
    """Two requests: the head that the proxy makes of the first, with the body of the second, is as long as a packet."""
    short, agent = TEXTS[0], "a"
    longer = known(key, TEXTS[7] + "早くしろ。" * 40, agent)
    for _ in range(3):
        await attacker.hear([longer.raw])
        sent = next(each for each in reversed(relay.heads) if b"/transform" in each)
        made = sent.find(b"\r\n\r\n") + 4
        agent = "a" * max(1, len(agent) + SEGMENT - made - len(known(key, short).body))
        longer = known(key, longer.text, agent)
    return longer, known(key, short, agent)


def _tried(world: World, cases: int) -> Verdict:
    if lacking := missing():
        figure = f"not on this machine: {', '.join(lacking)} (apt install nginx-light haproxy)"
        return Verdict(not os.environ.get("CI"), figure)  # skipped, but never where CI installs them
    servers = address_of(world.web(**WITH)), address_of(world.web(**WITHOUT))
    source = Relayed("B13", source_of(world, "B13").key)
    told, passed = [], True
    for name in ("nginx", "haproxy"):
        found, foreign, through = asyncio.run(_through(name, source, servers, range(cases)))
        passed &= not (found.different or found.smuggled or foreign or through) and found.quick > 0
        told.append(
            f"{name}: {found.figure}, answers of others: {foreign}, attacks that got through: {through} of {TRIES}"
        )
    return Verdict(passed, "; ".join(told))


@drill("B13")
def behind_proxies_everybody_gets_their_own_answer(world: World) -> Verdict:
    return _tried(world, CI_CASES)


@drill("B13f", ci=False)
def behind_proxies_everybody_gets_their_own_answer_ten_thousand_times(world: World) -> Verdict:
    return _tried(world, CASES)
