"""Leased tokens: a process takes a small block from the shared bucket and spends it without asking again.

Only callers with large limits, and only while they are in a hurry: a block is at most a hundredth of the bucket, so a
limit below 200 is exact, token by token; it begins at one, doubles when it was spent within a quarter of a second, and
halves when it lasted longer than one.

A bucket that was found empty isn't asked again before it can have a token: who is refused all the time costs no way to the
server. That refuses nobody who would have been let in: others may take the token first, but nobody brings one sooner.

Tokens leave the shared bucket when they are leased, so in any time t all processes together admit at most
capacity + rate · t + one lease a process: what each had taken before and not yet spent.
"""

import asyncio
import math
from collections.abc import Awaitable, Callable

from tonebridge.bounded_dict import BoundedDict
from tonebridge.limits.token_bucket import Rate, Verdict, granted, local
from tonebridge.resilience import clock

SHARE, LARGEST, MOST_LEASES = 100, 1_000, 10_000
HURRY_S, CALM_S = 0.25, 1.0

Grant = Callable[[str, Rate, int], Awaitable[list[int] | None]]


class Lease:
    """A block of one bucket's tokens in this process."""

    __slots__ = ("bucket", "empty_until", "left", "level", "lock", "rate", "size", "taken_at")

    def __init__(self, bucket: str, rate: Rate) -> None:
        self.bucket, self.rate = bucket, rate
        self.left, self.size = 0, 1
        self.level, self.taken_at = 0.0, float("-inf")
        self.empty_until = float("-inf")
        self.lock = asyncio.Lock()

    @property
    def most(self) -> int:
        """How large it may grow."""
        return max(1, min(LARGEST, self.rate.capacity // SHARE))

    def spend(self) -> bool:
        """Take one token of what is here."""
        if self.left < 1:
            return False
        self.left -= 1
        return True

    def refusal(self) -> Verdict | None:
        """While there can be no token: no, and for how long."""
        wait = self.empty_until - clock.tick()
        return Verdict(False, 0, wait, self.rate.capacity / self.rate.per_second) if wait > 0 else None

    def standing(self) -> Verdict:
        """After a token was spent: what is left of all, as far as this process knows."""
        level = self.level + (clock.tick() - self.taken_at) * self.rate.per_second + self.left
        level = min(level, float(self.rate.capacity))
        return Verdict(True, math.floor(level), 0.0, (self.rate.capacity - level) / self.rate.per_second)

    def resize(self) -> None:
        """As large as the caller's hurry asks for."""
        lasted = clock.tick() - self.taken_at
        if lasted < HURRY_S:
            self.size = min(self.most, self.size * 2)
        elif lasted > CALM_S:
            self.size = max(1, self.size // 2)

    def refill(self, answer: list[int]) -> None:
        """What the shared bucket gave."""
        self.left, self.level, self.taken_at = answer[0], float(answer[1]), clock.tick()


async def _from_the_server(bucket: str, rate: Rate, most: int) -> list[int] | None:
    return await granted(bucket, rate, most=most)


class Leases:
    """This process's leases, the most recently used ones. For the event loop alone."""

    def __init__(self, grant: Grant = _from_the_server) -> None:
        self._grant = grant
        self._leases = BoundedDict[str, Lease](MOST_LEASES)

    def of(self, bucket: str, rate: Rate) -> Lease:
        """The lease of a bucket; an empty one where there was none, or the limit has changed."""
        found = self._leases.get(bucket)
        if found is None or found.rate != rate:
            found = self._leases[bucket] = Lease(bucket, rate)
        else:
            self._leases.move_to_end(bucket)
        return found

    async def take(self, bucket: str, rate: Rate) -> Verdict:
        """Take one token. Never raises: while the server is away, what is leased goes first, then a local bucket."""
        lease = self.of(bucket, rate)
        if lease.spend():
            return lease.standing()
        if refusal := lease.refusal():
            return refusal
        async with lease.lock:  # one asks for all: the others find what it brought
            return lease.standing() if lease.spend() else await self._renewed(lease)

    async def _renewed(self, lease: Lease) -> Verdict:
        lease.resize()
        answer = await self._grant(lease.bucket, lease.rate, lease.size)
        if answer is None:
            return local.take(lease.bucket, lease.rate, 1)
        lease.refill(answer)
        if lease.spend():
            return lease.standing()
        refused = Verdict(False, answer[1], answer[2] / 1000, answer[3] / 1000)
        lease.empty_until = clock.tick() + refused.wait_s
        return refused

    def forget(self) -> None:
        """All of this process's leases, with what was left of them."""
        self._leases.clear()


leases = Leases()
