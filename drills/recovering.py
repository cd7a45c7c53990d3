"""Models that were down and come back: one call tries, whatever becomes of who makes it, and all follow when it went well."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import cycle, islice

import httpx

from drills import Verdict, drill
from drills.crew import until
from drills.models import Asked, asked, trust_again
from drills.processes import kill
from drills.world import PATIENCE_S, World
from tests.models.scripted_server import Script

OPENED = re.compile(
    r'^tonebridge_circuit_breaker_transitions_total\{breaker="provider:primary",state="open"\} (\S+)', re.M
)
LEASE_S, FLAPPING_S, A_SECOND, LEFT_ALONE_S = 3.0, 30.0, 20, 1.0
DOWN, HANGS = Script(status=503), Script(wire="hang")


@drill("F5", alone=True)
def of_fifty_one_tries_a_model_that_had_failed(world: World) -> Verdict:
    """At two processes, once it is time: the others don't wait for it; another one tries where that one is killed; when
    it is well all go there again."""
    with _two(world) as (product, second):
        failed = _fails(product)
        tried, most, tiers = _tried_by_fifty(product, second)
        product.primary.script = Script()
        back = _seconds_until_primary(product)
        again = _seconds_from_a_kill_to_the_next_try(world, product, second)
    passed = failed <= 6 and 1 <= tried <= most and tiers["secondary"] == 50 and max(back, again) < PATIENCE_S
    figure = (
        f"open after {failed} calls; of 50, {tried} tried ({most} may); all by {dict(tiers)}; back after {back:.1f} s"
    )
    in_time = tried == 1 and back < 15 and again <= LEASE_S
    return Verdict(passed, f"{figure}; killed, another tried after {again:.1f} s", in_time)


@drill("F5f", ci=False)
def a_model_that_comes_and_goes_is_not_followed_at_every_turn(world: World) -> Verdict:
    """Every second call fails, twenty a second: it is trusted again at most once in five seconds, and everybody is answered."""
    with asked(world, TONEBRIDGE_WORKERS="1") as product:
        product.primary.scripts = list(islice(cycle([DOWN, Script()]), 2_000))
        before, tiers, end = _openings(product), Counter[str](), time.perf_counter() + FLAPPING_S
        while time.perf_counter() < end:
            found, seconds = product.post()
            tiers[found["tier"]] += 1
            time.sleep(max(0.0, 1 / A_SECOND - seconds))
        opened = _openings(product) - before
    passed = opened <= FLAPPING_S / 5 and set(tiers) <= {"primary", "secondary"}
    return Verdict(passed, f"opened {opened} times in {FLAPPING_S:g} s; {dict(tiers)}")


@contextmanager
def _two(world: World) -> Iterator[tuple[Asked, Asked]]:
    """Two processes beside the same two models."""
    with asked(world, TONEBRIDGE_WORKERS="1") as product:
        second = replace(product, base=world.start_web(**product.settings))
        second.post()
        yield product, second


def _fails(product: Asked) -> int:
    """How often it is called before it is left alone."""
    product.primary.script = DOWN
    for _ in range(8):
        product.post()
    return product.primary.calls


def _tried_by_fifty(product: Asked, second: Asked) -> tuple[int, int, Counter[str]]:
    """Once its time is over: how many of fifty at once reach it, how many may, and who answered them. Where they take so long that
    the one that tries has given up, and the model was left alone for its time, it is another one's turn."""
    product.primary.script = HANGS
    time.sleep(1.5)
    product.primary.received.clear()
    began = time.perf_counter()
    with ThreadPoolExecutor(50) as callers:
        calls = [callers.submit((product, second)[number % 2].post) for number in range(50)]
        tiers = Counter(call.result()[0]["tier"] for call in calls)
    return product.primary.calls, 1 + int((time.perf_counter() - began) / LEFT_ALONE_S), tiers


def _seconds_from_a_kill_to_the_next_try(world: World, product: Asked, second: Asked) -> float:
    """The one that tries belongs to a process that is killed meanwhile; how long until another one reaches the model."""
    trust_again()
    _fails(product)
    time.sleep(1.5)
    product.primary.reset()
    product.primary.scripts = [HANGS]
    with ThreadPoolExecutor(1) as caller:
        lost = caller.submit(_without_an_answer, second)
        while not product.primary.calls:
            time.sleep(0.01)
        began = time.perf_counter()
        kill(world, "web")
        lost.result()
    found = _seconds_until_primary(product)
    return max(found, time.perf_counter() - began)


def _openings(product: Asked) -> int:
    return sum(
        int(float(found)) for found in OPENED.findall(httpx.get(f"{product.base}/metrics", timeout=PATIENCE_S).text)
    )


def _without_an_answer(product: Asked) -> None:
    with suppress(httpx.TransportError):
        product.post()


def _seconds_until_primary(product: Asked) -> float:
    return until(lambda: bool(product.post()[0]["tier"] == "primary"), within_s=PATIENCE_S)
