"""B12: whatever bytes come in whatever pieces, the express lane answers like the stack does without it, and nothing smuggled."""

import asyncio
import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import uuid4

import uvloop

from drills import Verdict, drill
from drills.framing import LAST, ONCE_ANSWERED, SMUGGLED_TEXT, Source, known_requests
from drills.world import World

CASES, CI_CASES, AT_ONCE, PAUSE_S, PATIENCE_S = 100_000, 2_000, 24, 0.002, 60.0
ENOUGH = 50
"""So many differences are told of, and no more are looked for."""
WITH = {"TONEBRIDGE_WORKERS": "1"}
WITHOUT = WITH | {"TONEBRIDGE_EXPRESS_LANE": "false"}
OWN_FIELDS = (
    b"date",
    b"x-request-id",
    b"ratelimit",
    b"x-ratelimit-remaining",
    b"x-ratelimit-reset",
    b"x-ratelimit-reset-after",
    b"content-length",
)
"""What differs from answer to answer; how long a body is, the bodies themselves tell."""
OWN_VALUES = re.compile(rb'"request_id": ?"[^"]*"|"cached": ?(true|false)|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}')
LENGTH, CHUNKED = re.compile(rb"(?i)\r\ncontent-length: (\d+)"), re.compile(rb"(?i)\r\ntransfer-encoding: chunked")
Address = tuple[str, int]
Told = tuple[list[bytes], bool]
"""The answers, and whether the connection is open afterwards."""


class Line:
    """A connection that is opened anew when the other side has closed it."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.open = self.reset = False
        """Whether it is open; whether the last case ended in a reset, which may have thrown answers away."""

    async def hear(self, pieces: list[bytes]) -> Told:
        """Every answer to the pieces, heads and bodies, and whether the connection is still open afterwards."""
        if not self.open:
            self.reader, self.writer = await asyncio.open_connection(*self.address)
            self.open = True
        answers: list[bytes] = []
        self.reset = False
        try:
            await self._send([*pieces, LAST], answers)
            while b"x-request-id: the-last-one" not in (found := await self._answer()).lower():
                answers.append(found)
        except (asyncio.IncompleteReadError, ConnectionError) as end:
            self.reset = isinstance(end, ConnectionError)
            await self.close()
        return answers, self.open

    async def _send(self, pieces: list[bytes], answers: list[bytes]) -> None:
        for piece in pieces:
            if piece == ONCE_ANSWERED:
                answers.append(await self._answer())
                continue
            if self.writer.is_closing():
                raise ConnectionResetError
            self.writer.write(piece)
            await asyncio.sleep(PAUSE_S)

    async def _answer(self) -> bytes:
        head = await self.reader.readuntil(b"\r\n\r\n")
        if found := LENGTH.search(head):
            return head + await self.reader.readexactly(int(found[1]))
        return head + await self._chunks() if CHUNKED.search(head) else head

    async def _chunks(self) -> bytes:
        heard = b""
        while size := int((line := await self.reader.readuntil(b"\r\n")).partition(b";")[0], 16):
            heard += line + await self.reader.readexactly(size + 2)
        return heard + await self.reader.readuntil(b"\r\n")

    async def close(self) -> None:
        if not self.open:
            return
        self.open = False
        self.writer.close()
        try:
            await self.writer.wait_closed()
        except ConnectionError:
            return


@dataclass
class Found:
    """What a run of cases has shown."""

    cases: int = 0
    resets: int = 0
    """Cases that ended in a reset each time they were tried: of their answers, those that were read are judged."""
    kinds: Counter[str] = field(default_factory=Counter)
    different: list[str] = field(default_factory=list)
    smuggled: list[str] = field(default_factory=list)
    prefixes: Counter[bytes] = field(default_factory=Counter)
    """First halves of request ids: those of the express lane share one."""

    @property
    def quick(self) -> int:
        """Answers of the express lane."""
        return sum(count for count in self.prefixes.values() if count > 1)

    @property
    def figure(self) -> str:
        return (
            f"{self.cases:,} cases of {len(self.kinds)} kinds, {self.quick:,} answers of the express lane, "
            f"different: {len(self.different)} {self.different[:3] or ''}, smuggled: {len(self.smuggled)} {self.smuggled[:3] or ''}, "
            f"reset: {self.resets}"
        )

    def note(self, number: int, kind: str, ours: Told, theirs: Told) -> None:
        """Compare what two servers said to a case."""
        self.cases += 1
        self.kinds[kind] += 1
        told = [*ours[0], *theirs[0]]
        if any(is_smuggled(answer) for answer in told):
            self.smuggled.append(f"{number} ({kind})")
        if ([plain(answer) for answer in ours[0]], ours[1]) != ([plain(answer) for answer in theirs[0]], theirs[1]):
            self.different.append(
                f"{number} ({kind}): {brief(ours)} instead of {brief(theirs)}{where(ours[0], theirs[0])}"
            )
        for answer in ours[0]:
            if named := re.search(rb"(?i)x-request-id: ([0-9a-f]{16})[0-9a-f]{16}\r", answer):
                self.prefixes[named[1]] += 1


def is_smuggled(answer: bytes) -> bool:
    """Nobody asks for a page that isn't there but what is smuggled, nor for this text."""
    return answer.startswith(b"HTTP/1.1 404") or SMUGGLED_TEXT.encode() in answer


def plain(answer: bytes) -> bytes:
    """Without what differs from answer to answer, and its fields in order, their names in small letters (RFC 9110 §5.1)."""
    head, _end, body = answer.partition(b"\r\n\r\n")
    status, *fields = head.split(b"\r\n")
    named = ((name.lower(), colon + value) for name, colon, value in (line.partition(b":") for line in fields))
    kept = sorted(name + rest for name, rest in named if name not in OWN_FIELDS)
    return b"\r\n".join([status, *kept, b"", OWN_VALUES.sub(b"", body)])


def brief(told: Told) -> str:
    """The statuses, and the connection."""
    return f"{[int(answer[9:12]) for answer in told[0]]} {'open' if told[1] else 'closed'}"


def where(ours: list[bytes], theirs: list[bytes]) -> str:
    """Around the first byte that differs."""
    for one, other in zip(map(plain, ours), map(plain, theirs), strict=False):
        if one != other:
            at = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), 0)
            return f", {one[max(0, at - 20) : at + 20]!r} instead of {other[max(0, at - 20) : at + 20]!r}"
    return ""


def address_of(url: str) -> Address:
    """Host and port."""
    parts = urlsplit(url)
    return str(parts.hostname), parts.port or 80


async def warm(lines: list[Line], source: Source) -> None:
    """Every known request, until the express lane has its lease."""
    for line in lines:
        for _ in range(4):
            for each in known_requests(source.key):
                await line.hear([each.raw])


async def compared(source: Source, ours: Address, theirs: Address, numbers: range, at_once: int = AT_ONCE) -> Found:
    """Send each case to both servers, some at a time."""
    found, waiting = Found(), iter(numbers)
    await warm([Line(ours), Line(theirs)], source)

    async def work() -> None:
        one, other = Line(ours), Line(theirs)
        for number in waiting:
            if len(found.different) > ENOUGH:
                break
            kind, pieces = source.case(number)
            try:
                told = await _told(one, other, pieces)
                is_reset = one.reset or other.reset
                found.resets += is_reset
                found.note(number, kind, *(_both_heard(*told) if is_reset else told))
            except TimeoutError:
                found.different.append(f"{number} ({kind}): no answer")
                one, other = Line(ours), Line(theirs)
        for line in (one, other):
            await line.close()

    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(work())
    return found


async def _told(one: Line, other: Line, pieces: list[bytes]) -> tuple[Told, Told]:
    """What both say; again, a few times, where a proxy's reset came before its last answer was read."""
    for _ in range(4):
        told = await asyncio.wait_for(asyncio.gather(one.hear(pieces), other.hear(pieces)), PATIENCE_S)
        if not (one.reset or other.reset):
            break
    return told


def _both_heard(ours: Told, theirs: Told) -> tuple[Told, Told]:
    """What no reset has thrown away: the first answers, as many as both have."""
    heard = min(len(ours[0]), len(theirs[0]))
    return (ours[0][:heard], ours[1]), (theirs[0][:heard], theirs[1])


def source_of(world: World, seed: str) -> Source:
    """Cases of a caller of the drill's own, called alike however often."""
    return Source(seed, world.tenant(f"framing-{uuid4().hex[:6]}").key)


def _tried(world: World, cases: int) -> Verdict:
    ours, theirs = world.web(**WITH), world.web(**WITHOUT)
    source = source_of(world, "B12")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        found = runner.run(compared(source, address_of(ours), address_of(theirs), range(cases)))
    same = not found.different and not found.smuggled and found.cases == cases
    return Verdict(same and found.quick > cases // 50 and found.resets <= cases // 100, found.figure)


@drill("B12")
def every_request_is_answered_as_it_would_be_without_the_express_lane(world: World) -> Verdict:
    return _tried(world, CI_CASES)


@drill("B12f", ci=False)
def every_one_of_a_hundred_thousand_is_answered_as_without_the_express_lane(world: World) -> Verdict:
    return _tried(world, CASES)
