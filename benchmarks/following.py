"""`make bench-following`: how soon a job's new state is with who follows it, and what those cost who follow jobs that don't get on.

Both on one process of the product, in one run: as it is, and where its server lets it hear no push, so that it looks five times a second.
"""

import argparse
import sys
from dataclasses import dataclass
from statistics import median, quantiles

from redis import Redis

from drills.world import World

TARGET_MS = 50.0
DEAF = ("ACL", "SETUSER", "deaf", "on", "nopass", "~*", "+@all", "resetchannels")


@dataclass(frozen=True)
class Figures:
    """Milliseconds from a state's write to the job's log to its arrival; what the servers were asked a second, beyond what nobody's following costs."""

    median_ms: float
    p95_ms: float
    redis: float
    database: float


def main() -> int:
    """Exit code 1 where the median is above the target."""
    argparse.ArgumentParser(description="Measure how followers of jobs are told.").parse_args()
    with World() as world, Redis.from_url(world.servers.redis_url) as server:
        server.execute_command(*DEAF)
        deaf = world.servers.redis_url.replace("://", "://deaf:any@")
        looking = _measured(world, server, "looking", CACHE_URL=deaf, BROKER_URL=world.servers.redis_url)
        pushed = _measured(world, server, "pushed")
        world.let_connections_go()
    passed = pushed.median_ms <= TARGET_MS
    sys.stdout.write(
        f"pushed / looking: {looking.median_ms / pushed.median_ms:.0f} times as soon; "
        f"target of the median {TARGET_MS:.0f} ms: {'PASS' if passed else 'FAIL'}\n"
    )
    return int(not passed)


def _measured(world: World, server: "Redis", name: str, **settings: str) -> Figures:
    from benchmarks.followed import FOLLOWERS, idle, waits  # once Django stands

    base = world.start_web(TONEBRIDGE_WORKERS="1", **settings)
    asked = idle(world, server, base)
    waited = waits(world, base)
    world.end_others()
    figures = Figures(median(waited), quantiles(waited, n=20)[-1], *asked)
    sys.stdout.write(
        f"{name:<8} {len(waited)} states: median {figures.median_ms:.1f} ms, p95 {figures.p95_ms:.1f} ms; {FOLLOWERS} idle followers: "
        f"{figures.redis:.1f} Redis commands/s, {figures.database:.1f} database transactions/s\n"
    )
    return figures


if __name__ == "__main__":
    sys.exit(main())
