"""One call that takes from several buckets: what refuses it says when all of them would let it in."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from tonebridge.errors import RateLimited
from tonebridge.limits.request_limits import note
from tonebridge.limits.token_bucket import Rate, Verdict, take, take_now


@dataclass(frozen=True)
class Budget:
    """A bucket and its rate; `name` is what the answer's fields call it, `used_up` what is said once it is empty."""

    name: str
    bucket: str
    rate: Rate
    used_up: Promise | None = None

    def wait_s(self, verdict: Verdict) -> float:
        """The seconds until it has a token, after a look or a try."""
        return max(0.0, verdict.full_s - (self.rate.capacity - 1) / self.rate.per_second)


async def spend_each(budgets: Sequence[Budget]) -> None:
    """Take a token of each, in order: what one refuses takes nothing from those behind it.

    Raises RateLimited with the seconds until the last of them has one, and with the sentence of that one.
    """
    for one in budgets:
        verdict = await take(one.bucket, one.rate)
        if not verdict.allowed:
            seen = [verdict if each is one else await take(each.bucket, each.rate, 0) for each in budgets]
            raise _refused(list(zip(budgets, seen, strict=True)))
        note(one.rate.limit(one.name, verdict))


def spend_each_now(budgets: Sequence[Budget]) -> None:
    """The same for synchronous callers."""
    for one in budgets:
        verdict = take_now(one.bucket, one.rate)
        if not verdict.allowed:
            seen = [verdict if each is one else take_now(each.bucket, each.rate, 0) for each in budgets]
            raise _refused(list(zip(budgets, seen, strict=True)))
        note(one.rate.limit(one.name, verdict))


def _refused(seen: list[tuple[Budget, Verdict]]) -> RateLimited:
    """By the one that lasts longest."""
    latest, verdict = max(seen, key=lambda pair: pair[0].wait_s(pair[1]))
    for budget, found in seen:
        note(budget.rate.limit(budget.name, found), refused=budget is latest)
    return RateLimited(latest.used_up, retry_after_s=math.ceil(latest.wait_s(verdict)))
