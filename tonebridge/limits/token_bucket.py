"""Token buckets in the cache server, atomic in Lua; in this process's memory while that server is away."""

import math
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django_redis import get_redis_connection
from redis import RedisError

from tonebridge.bounded_dict import BoundedDict
from tonebridge.errors import RateLimited
from tonebridge.limits.request_limits import Limit, note
from tonebridge.resilience import clock
from tonebridge.resilience.availability import Availability
from tonebridge.resilience.circuit_breaker import CircuitOpen, redis_breaker
from tonebridge.resilience.redis_client import evaluate
from tonebridge.telemetry import metrics

SCRIPT = Path(__file__).with_suffix(".lua").read_text(encoding="utf-8")
LOCAL_BUCKETS = 10_000
availability = Availability(
    "rate limits of all processes together", metrics.RATE_LIMIT_DECISIONS.labels("unchecked").inc
)


@dataclass(frozen=True)
class Rate:
    """`capacity` tokens at most, refilled evenly over `seconds`."""

    capacity: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Tokens a second."""
        return self.capacity / self.seconds

    def limit(self, name: str, verdict: "Verdict") -> Limit:
        """How it stands after this verdict."""
        return Limit(name, self.capacity, int(self.seconds), verdict.remaining, verdict.full_s)


@dataclass(frozen=True)
class Verdict:
    """Whether the tokens were there, how many are left, and the seconds until there are enough and until it is full."""

    allowed: bool
    remaining: int
    wait_s: float
    full_s: float

    def check(self, sentence: Promise | None = None) -> None:
        """Raises RateLimited with the seconds to wait, rounded up, and with a sentence of its own where one is given."""
        if not self.allowed:
            raise RateLimited(sentence, retry_after_s=math.ceil(self.wait_s))


async def take(bucket: str, rate: Rate, cost: int = 1) -> Verdict:
    """Take `cost` tokens from a bucket; 0: look. Never raises: without the server a local bucket decides."""
    answer = await granted(bucket, rate, cost=cost, most=cost)
    return local.take(bucket, rate, cost) if answer is None else _verdict(answer)


async def granted(bucket: str, rate: Rate, *, cost: int = 1, most: int = 1) -> list[int] | None:
    """What the script answers (`token_bucket.lua`) to `cost` tokens, or up to `most`; None while the server is away."""
    if availability.is_away:
        availability.count()
        return None
    try:
        answer = await evaluate(SCRIPT, f"tb:bucket:{bucket}", rate.capacity, rate.per_second, cost, max(cost, most))
    except (RedisError, OSError) as error:
        availability.failed(error)
        return None
    availability.answered()
    return answer


def take_now(bucket: str, rate: Rate, cost: int = 1) -> Verdict:
    """`take` for synchronous callers: pages without JavaScript."""
    try:
        with redis_breaker.guarded():
            client = get_redis_connection("default")
            return _verdict(client.eval(SCRIPT, 1, f"tb:bucket:{bucket}", rate.capacity, rate.per_second, cost))
    except (RedisError, OSError, CircuitOpen) as error:
        availability.failed(error)
        return local.take(bucket, rate, cost)


async def spend(bucket: str, rate: Rate, sentence: Promise | None = None, *, name: str = "") -> None:
    """Take a token. What is left stands on the answer under `name`; of a bucket without a name, only that it refused.

    Raises RateLimited as `Verdict.check` does.
    """
    _settle(bucket, name, rate, await take(bucket, rate), sentence)


def spend_now(bucket: str, rate: Rate, sentence: Promise | None = None, *, name: str = "") -> None:
    """`spend` for synchronous callers."""
    _settle(bucket, name, rate, take_now(bucket, rate), sentence)


def _settle(bucket: str, name: str, rate: Rate, verdict: Verdict, sentence: Promise | None) -> None:
    """What others have left of their tries is nobody's to see."""
    if name or not verdict.allowed:
        note(rate.limit(name or bucket.partition(":")[0], verdict), refused=not verdict.allowed)
    verdict.check(sentence)


def _verdict(answer: list[int]) -> Verdict:
    return Verdict(bool(answer[0]), answer[1], answer[2] / 1000, answer[3] / 1000)


class LocalBuckets:
    """The same bucket in memory, for the time without a server. Holds the most recently used ones."""

    def __init__(self) -> None:
        self._levels = BoundedDict[str, tuple[float, float]](LOCAL_BUCKETS)

    def take(self, bucket: str, rate: Rate, cost: int) -> Verdict:
        """As `take`, a process at a time."""
        now = clock.tick()
        level, since = self._levels.get(bucket, (float(rate.capacity), now))
        level = min(rate.capacity, level + (now - since) * rate.per_second)
        allowed = level >= cost
        level -= cost if allowed else 0
        self._levels[bucket] = (level, now)
        wait = 0.0 if allowed else (cost - level) / rate.per_second
        return Verdict(allowed, math.floor(level), wait, (rate.capacity - level) / rate.per_second)


local = LocalBuckets()
