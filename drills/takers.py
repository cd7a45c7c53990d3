"""`python -m drills.takers BUCKET PER_MINUTE SECONDS`: take tokens as fast as a process can; prints how many it got."""

import asyncio
import sys
import time

import django


async def taking(bucket: str, per_minute: int, seconds: float) -> int:
    """Tokens got."""
    from tonebridge.resilience.redis_client import close_redis_client
    from tonebridge.resilience.token_bucket import Rate, take

    got, until = 0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        got += (await take(bucket, Rate(per_minute, 60))).allowed
    await close_redis_client()
    return got


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(str(asyncio.run(taking(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))))
