"""Models that fail, hang, babble or are busy: somebody answers in time, faithfully, and says who."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, get_args
from uuid import uuid4

import httpx
from django_redis import get_redis_connection

from drills import Verdict, drill
from drills.crowd import LOOK_S, watched
from drills.processes import process
from drills.world import PATIENCE_S, Tenant, World
from tests.models.reading import Told, read
from tests.models.scripted_server import Flood, Script, ScriptedServer, Wire, scripted_server

SECONDARY_S, RULES_S, QUICK_S = 1.5, 2.8, 0.4
"""What a caller may wait. A machine of one's own needs 2.5 and 0.1 of the last two."""
WIRES: tuple[Wire, ...] = ("html", "malformed", "silent", "wrong_type", "bad_utf8")
GROWN_MB = 20.0
BUSY = {"": 1.0, "-1": 1.0, "Wed, 21 Oct 2026 07:28:00 GMT": 1.0, "1000000000": 60.0}
"""What Retry-After may say, and for how many seconds a model is left alone then. The last one stays so to the drill's end."""
LONG_S, TRIES = 10.0, 3
"""How long is too long to be waited for here; how often a slow machine may try to be done with a model in time."""
IMPATIENT, UNHURRIED = {"LLM_FIRST_TOKEN_S": "1.0"}, {"LLM_FIRST_TOKEN_S": f"{PATIENCE_S:g}"}
"""For models that hang; and for such as don't, where how soon they begin isn't what is tried."""
PRICES = {"LLM_PRIMARY_INPUT_PRICE": "3", "LLM_PRIMARY_OUTPUT_PRICE": "15"}
ONE_PROCESS = {"TONEBRIDGE_WORKERS": "1"}
"""Where one is enough: each loads the models' clients for itself, two seconds of the processor."""
NOBODY = {"refused": "http://127.0.0.1:1/v1", "no such name": "http://nobody.invalid/v1"}


@dataclass(frozen=True)
class Asked:
    """A running product with two models, and somebody who calls it."""

    base: str
    tenant: Tenant
    primary: ScriptedServer
    secondary: ScriptedServer
    settings: dict[str, str]

    def stream(self, text: str = "") -> Told:
        """All that a stream of a new message says."""
        text = text or f"明日までに直せ。番号は{uuid4().hex[:8]}だ。連絡先は sato@example.co.jp だ。設定は変更するな。"
        return read(
            httpx.post(
                f"{self.base}/api/v1/transform/stream",
                json={"text": text, "transformation_type": "soften"},
                headers={"X-API-Key": self.tenant.key},
                timeout=PATIENCE_S,
            )
        )

    def post(self) -> tuple[dict[str, Any], float]:
        """A new message; its answer and the seconds it took."""
        text = f"明日までに直せ。番号は{uuid4().hex[:8]}だ。"
        began = time.perf_counter()
        answer = httpx.post(
            f"{self.base}/api/v1/transform",
            json={"text": text, "transformation_type": "soften"},
            headers={"X-API-Key": self.tenant.key},
            timeout=PATIENCE_S,
        )
        seconds = time.perf_counter() - began
        found: dict[str, Any] = answer.json()
        return found, seconds


@contextmanager
def asked(world: World, **named: str) -> Iterator[Asked]:
    """The product beside two scripted models, started anew. `named` are settings of its own."""
    with two_models() as models:
        settings = beside(models) | named
        yield _met(Asked(world.start_web(**settings), world.tenant("alice"), *models, settings))


def asked_at_leisure(world: World) -> Asked:
    """The product beside two scripted models that have prices and all the time that they need: one for all drills that ask for it,
    each with a tenant and scripts of its own."""
    models = world.made(two_models)
    settings = beside(models) | PRICES | UNHURRIED
    return _met(Asked(world.web(**settings), world.tenant("alice"), *models, settings))


@contextmanager
def two_models() -> Iterator[tuple[ScriptedServer, ScriptedServer]]:
    """The first, and the one that writes where it fails."""
    with scripted_server() as primary, scripted_server() as secondary:
        yield primary, secondary


def beside(models: tuple[ScriptedServer, ScriptedServer]) -> dict[str, str]:
    """The settings of a product that asks them."""
    return {
        "LLM_PRIMARY": "openai:first",
        "LLM_PRIMARY_BASE_URL": models[0].base_url,
        "LLM_SECONDARY": "openai:second",
        "LLM_SECONDARY_BASE_URL": models[1].base_url,
        "LLM_MEASURE": "false",  # calls are counted
    }


def _met(product: Asked) -> Asked:
    """It has called a model before, and nothing that was is remembered."""
    _as_new(product)
    product.post()
    _as_new(product)
    return product


def _as_new(product: Asked) -> None:
    trust_again()
    for server in (product.primary, product.secondary):
        server.reset()


def trust_again() -> None:
    """No breaker remembers anything, and nobody is left alone."""
    client = get_redis_connection("default")
    for tier in ("primary", "secondary"):
        client.delete(f"tb:breaker:provider:{tier}", f"tb:parked:provider:{tier}")


@drill("F1")
def the_second_model_answers_for_the_first(world: World) -> Verdict:
    """Errors, a broken connection, nobody there, no such name, busy: one attempt, and the next one writes."""
    worst, wrong, product = 0.0, list[str](), asked_at_leisure(world)
    for script in [
        *(Script(status=code) for code in (500, 503, 529)),
        Script(wire="cut", cut_at=0),
        Script(status=429),
    ]:
        trust_again()
        product.primary.reset()
        product.primary.script = script
        found, seconds = product.post()
        worst = max(worst, seconds)
        if (found["tier"], found["degraded"], product.primary.calls) != ("secondary", True, 1):
            wrong.append(f"{script.status} {script.wire}: {found['tier']}, {product.primary.calls} attempts")
    for name, address in NOBODY.items():
        with asked(world, **UNHURRIED, **ONE_PROCESS, LLM_PRIMARY_BASE_URL=address) as product:
            found, seconds = product.post()
            worst = max(worst, seconds)
            wrong += [] if found["tier"] == "secondary" else [f"{name}: {found['tier']}"]
    return Verdict(not wrong, f"slowest {worst:.2f} s; {'; '.join(wrong) or 'all by the second'}", worst <= SECONDARY_S)


@drill("F2", alone=True)
def where_all_models_hang_the_rules_answer(world: World) -> Verdict:
    """In two and a half seconds, to five who ask at once; of the next five, one tries, and nobody else waits."""
    with asked(world) as product:
        product.primary.script = product.secondary.script = Script(wire="hang")
        with ThreadPoolExecutor(5) as callers:
            told = [call.result() for call in [callers.submit(product.post) for _ in range(5)]]
            after = [call.result() for call in [callers.submit(product.post) for _ in range(5)]]
        calls = product.primary.calls
    right = all(found["tier"] == "rules" and found["degraded"] for found, _s in told)
    slowest, last = max(seconds for _found, seconds in told), sorted(seconds for _found, seconds in after)[2]
    figure = f"slowest {slowest:.2f} s, after {calls} calls {last * 1000:.0f} ms, tiers right: {right}"
    return Verdict(right and calls <= 6, figure, slowest <= RULES_S and last <= QUICK_S)


@drill("F3")
def garbage_is_never_a_result(world: World) -> Verdict:
    """Pages, broken and cut streams, silence, wrong shapes, broken characters, a megabyte, 64 megabytes as a line without an
    end or packed: the rules answer instead, and none of it is held."""
    wrong = list[str]()
    scripts = [
        *(Script(wire=wire) for wire in WIRES),
        *(Script(flood=flood) for flood in get_args(Flood)),
        Script(wire="cut", cut_at=1),
        Script(fault="huge"),
        Script(fault="empty"),
    ]
    with asked(world, **IMPATIENT, **ONE_PROCESS) as product:
        before = memory_mb(world)
        with watched(process(world, "web").pid) as most:
            for script in scripts:
                trust_again()
                product.primary.script = product.secondary.script = script
                found, _seconds = product.post()
                if found["tier"] != "rules" or "番号は" not in found["transformed_text"]:
                    wrong.append(f"{script.wire} {script.fault} {script.flood}: {found['tier']}")
    grown = most.own_mb - before
    told = f"{'; '.join(wrong) or f'{len(scripts)} kinds, none shown'}, memory +{grown:.0f} MB"
    return Verdict(not wrong and grown <= GROWN_MB, told)


def memory_mb(world: World) -> float:
    """What the newest web process has of its own."""
    with watched(process(world, "web").pid) as most:
        time.sleep(2 * LOOK_S)
    return most.own_mb


@drill("F6")
def a_busy_model_is_left_alone_and_nobody_sleeps(world: World) -> Verdict:
    """Whatever Retry-After says, nobody waits for it, and the model is asked once: what one process hears, both know."""
    named = ONE_PROCESS | UNHURRIED
    with asked(world, **named) as product:
        second = replace(product, base=world.start_web(**product.settings))
        second.post()
        trust_again()
        told = {header: _busy((product, second), header) for header in BUSY}
    worst = max(slowest for _wrong, slowest in told.values())
    wrong = [f"{header!r}: {how}" for header, (how, _slowest) in told.items() if how]
    return Verdict(not wrong, f"slowest {worst:.2f} s; {'; '.join(wrong) or 'one call each'}", worst <= SECONDARY_S)


def _busy(products: tuple[Asked, Asked], header: str) -> tuple[str, float]:
    """What is wrong with four answers while the first model is busy, and the slowest of them in seconds."""
    primary, parked_s = products[0].primary, BUSY[header]
    primary.reset()
    primary.script = Script(status=429, headers={"retry-after": header} if header else {})
    began = time.perf_counter()
    told = [each.post() for each in products * 2]
    most = 1 + int((time.perf_counter() - began) / parked_s)
    tiers, calls = [found["tier"] for found, _s in told], primary.calls
    if parked_s < LONG_S:
        time.sleep(parked_s + 0.1)
    wrong = tiers != ["secondary"] * 4 or calls > most
    return f"{tiers}, {calls} calls" if wrong else "", max(seconds for _found, seconds in told)


@drill("F4")
def a_stream_that_breaks_is_never_a_result(world: World) -> Verdict:
    """Cut at the beginning, behind a piece, behind twenty, within a hidden value; a piece a second; single characters."""
    wrong, slowest = list[str](), 0.0
    with asked(world, **IMPATIENT, **ONE_PROCESS, LLM_TIMEOUT_S="3") as product:
        scripts = [Script(wire="cut", cut_at=at, piece=1) for at in (0, 1, 20, *range(28, 44))]
        for script in [*scripts, Script(piece_s=1.0)]:
            trust_again()
            product.primary.script = product.secondary.script = script
            began = time.perf_counter()
            told = product.stream()
            slowest = max(slowest, time.perf_counter() - began)
            if told.names[-2:] != ["result", "done"] or told.result["tier"] != "rules" or "⟦" in told.shown:
                wrong.append(f"cut at {script.cut_at}: {told.names}")
        product.primary.script = Script(wire="split", piece=1)
        exact = any(_is_put_back(product) for _ in range(TRIES))
    figure = (
        f"{len(scripts) + 1} broken ones, slowest {slowest:.1f} s; a whole one a character a piece put back: {exact}"
    )
    return Verdict(not wrong and exact, "; ".join(wrong) or figure)


def _is_put_back(product: Asked) -> bool:
    """Whether the model's answer is shown, and the hidden value in it."""
    trust_again()
    whole = product.stream()
    return whole.result["tier"] == "primary" and "sato@example.co.jp" in whole.result["transformed_text"]
