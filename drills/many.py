"""Many who wait for a model at the same time: one event loop waits for all of them."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

from drills import Verdict, drill
from drills.crowd import ask_at_once, watched
from drills.model_server import Address, model_process
from drills.models import UNHURRIED
from drills.processes import process
from drills.world import World

AT_ONCE, SAME_AT_ONCE = 2_000, 500
MOST_MB, MOST_THREADS = 400, 24
PATIENT = {
    "TONEBRIDGE_WORKERS": "1",
    "TONEBRIDGE_MOST_WAITING": "4000",
    "TONEBRIDGE_MOST_WAIT_S": "600",
    "TONEBRIDGE_DEADLINE_S": "600",
    "TONEBRIDGE_STREAM_DEADLINE_S": "600",
    "LLM_FIRST_TOKEN_S": "590",
    "LLM_TIMEOUT_S": "590",
    "LLM_STALL_S": "300",
}
"""One process that turns nobody away: what is tried here is how many it holds, not how fast the machine is."""
HELD_S = 60.0
MANY, LEAST_BY_MODEL, MANY_S = 200, 150, 12.0
TRANSFORM, STREAM = "/api/v1/transform", "/api/v1/transform/stream"


def with_model(model: Address, **named: str) -> dict[str, str]:
    """The environment of a product that asks it."""
    return {"LLM_PRIMARY": "openai:slow", "LLM_PRIMARY_BASE_URL": model.base_url, **named}


def messages(count: int) -> list[dict[str, Any]]:
    """Each one new."""
    return [{"text": f"番号{uuid4().hex[:8]}を明日までに直せ。", "transformation_type": "soften"} for _ in range(count)]


def crowd_of(world: World, path: str, latency_s: float) -> tuple[bool, str]:
    """Two thousand at once, on one process; whether all were answered well within its bounds, and the figure."""
    tenant = world.tenant("alice")
    with model_process(latency_s=latency_s) as model:
        base = world.start_web(**with_model(model, **PATIENT))
        web = process(world, "web")
        with watched(web.pid) as most:
            crowd = ask_at_once(base, tenant, messages(AT_ONCE), path)
        at_once = model.calls()["most_at_once"]
        web.stop()
    passed = set(crowd.statuses) == {200} and crowd.ends["cut"] + crowd.ends["error"] == 0
    figure = (
        f"{dict(crowd.statuses)}, by {dict(+crowd.tiers)}, the slowest after {max(crowd.seconds):.0f} s, {at_once} "
        f"at the model at once, {most.own_mb:.0f} MB of its own ({most.rss_mb:.0f} with files), {most.threads} threads"
    )
    return passed and most.own_mb <= MOST_MB and most.threads <= MOST_THREADS, figure


@drill("L11", ci=False)
def two_thousand_ask_at_once_and_all_are_answered(world: World) -> Verdict:
    """A model that begins after two seconds; one process of one event loop; plain, then as streams."""
    plain, of_plain = crowd_of(world, TRANSFORM, 2.0)
    streams, of_streams = crowd_of(world, STREAM, 2.0)
    return Verdict(plain and streams, f"plain: {of_plain}; streams: {of_streams}")


@drill("L13", ci=False)
def two_thousand_wait_for_a_model_at_the_same_time(world: World) -> Verdict:
    """A model that begins so late that all are with it before it answers the first: no thread waits, and memory suffices."""
    return Verdict(*crowd_of(world, TRANSFORM, HELD_S))


@drill("L15", ci=False, alone=True)
def of_two_hundred_at_once_most_are_answered_by_a_model_of_two_seconds(world: World) -> Verdict:
    """With the usual settings, a process a core: the model's clock begins when a call is sent."""
    tenant = world.tenant("alice")
    with model_process(latency_s=2.0) as model:
        base = world.start_web(**with_model(model))
        ask_at_once(base, tenant, messages(2), TRANSFORM)
        crowd = ask_at_once(base, tenant, messages(MANY), TRANSFORM)
    slowest = max(crowd.seconds)
    figure = f"{dict(crowd.statuses)}, by {dict(+crowd.tiers)}, the slowest after {slowest:.1f} s"
    return Verdict(crowd.tiers["primary"] >= LEAST_BY_MODEL and slowest <= MANY_S, figure)


@drill("L12")
def of_five_hundred_who_ask_the_same_a_model_is_asked_twice_at_most(world: World) -> Verdict:
    """At once, of one person, over two processes."""
    tenant = world.tenant("alice")
    with model_process(latency_s=0.3) as model:
        bases = [world.start_web(**with_model(model, TONEBRIDGE_WORKERS="1", **UNHURRIED)) for _ in range(2)]
        for base in bases:
            ask_at_once(base, tenant, messages(1), TRANSFORM)
        before, same = model.calls()["calls"], messages(1) * (SAME_AT_ONCE // 2)
        with ThreadPoolExecutor(2) as pool:
            crowds = list(pool.map(lambda base: ask_at_once(base, tenant, same, TRANSFORM), bases))
        asked = model.calls()["calls"] - before
    statuses = crowds[0].statuses + crowds[1].statuses
    return Verdict(set(statuses) == {200} and asked <= 2, f"{dict(statuses)}, the model asked {asked} times")
