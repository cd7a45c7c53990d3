"""`python -m drills.takers`: another process of the limiter. Reads a JSON object a line, takes, and answers one.

    {"bucket": "x", "capacity": 10, "seconds": 60, "count": 3, "ahead_s": 290}   →   {"allowed": 3, "wait_s": 0.0}

`ahead_s` is how wrong its clock is.
"""

import asyncio
import json
import sys
from datetime import timedelta
from typing import Any


async def taking() -> None:
    """Until standard input ends."""
    from tonebridge.resilience.redis_client import close_redis_client

    for line in sys.stdin:
        sys.stdout.write(json.dumps(await taken(json.loads(line))) + "\n")
        sys.stdout.flush()
    await close_redis_client()


async def taken(asked: dict[str, Any]) -> dict[str, float]:
    """How many of `count` tokens it got, one at a time, and how long to wait for the next one."""
    from tonebridge.limits.leases import leases
    from tonebridge.limits.token_bucket import Rate
    from tonebridge.resilience import clock

    rate = Rate(asked["capacity"], asked["seconds"])
    with clock.frozen(clock.now() + timedelta(seconds=asked["ahead_s"])):
        verdicts = [await leases.take(asked["bucket"], rate) for _ in range(asked["count"])]
    return {"allowed": sum(each.allowed for each in verdicts), "wait_s": verdicts[-1].wait_s}


if __name__ == "__main__":
    asyncio.run(
        taking()
    )  # the limiter asks settings alone: the product's apps aren't loaded, which takes seconds of the processor
