"""Many transforms at once, each waiting for a model that takes two seconds, and what others notice of it."""

import math
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from typing import Any

import httpx

from benchmarks.memory import pss_mb
from drills.crowd import Crowd, ask_at_once
from drills.many import AT_ONCE, PATIENT, TRANSFORM, messages, with_model
from drills.model_server import model_process
from drills.processes import SOFTEN
from drills.world import Tenant, World

MODEL_S = 2.0
REPEATED = SOFTEN | {"text": "明日の17時までに直せ。"}


@dataclass(frozen=True)
class Streams:
    """What came of it: the answers, how many calls the model had at once, memory in MB, others' p99 in ms."""

    crowd: Crowd
    most_at_once: int
    memory_mb: float
    others_p99_ms: float


def streams(world: World, tenant: Tenant) -> Streams:
    """Two thousand at once, while somebody else repeats a question."""
    with model_process(latency_s=MODEL_S) as model:
        base = world.start_web(**with_model(model, **PATIENT))
        others = _Others(base, world.tenant("other"))
        ask_at_once(base, tenant, messages(10), TRANSFORM)  # what the first ones load
        with others:
            crowd = ask_at_once(base, tenant, messages(AT_ONCE), TRANSFORM)
        return Streams(crowd, model.calls()["most_at_once"], others.memory_mb, others.p99_ms)


class _Others:
    """Repeats one question until the block ends, and watches memory: in a process of its own, or it would wait for the crowd's."""

    def __init__(self, base: str, tenant: Tenant) -> None:
        context = get_context("fork")
        self._stop, (self._here, there) = context.Event(), context.Pipe(duplex=False)
        self._process = context.Process(target=_repeat, args=(base, tenant.key, self._stop, there), daemon=True)
        self._took, self.memory_mb = list[float](), 0.0

    def __enter__(self) -> None:
        self._process.start()

    def __exit__(self, *_exception: object) -> None:
        self._stop.set()
        self._took, self.memory_mb = self._here.recv()
        self._process.join()

    @property
    def p99_ms(self) -> float:
        """Of all its calls; infinite where that one was refused, or there were none."""
        return sorted(self._took)[math.ceil(len(self._took) * 0.99) - 1] if self._took else math.inf


def _repeat(base: str, key: str, stop: Event, there: "Connection[Any, Any]") -> None:
    took, memory_mb = list[float](), 0.0
    with httpx.Client(base_url=base, headers={"X-API-Key": key}, timeout=30) as client:
        client.post(TRANSFORM, json=REPEATED)
        while not stop.wait(0.05):
            took.append(_ms_of_answer(client))
            memory_mb = max(memory_mb, pss_mb(base))
    there.send((took, memory_mb))


def _ms_of_answer(client: httpx.Client) -> float:
    began = time.perf_counter()
    with suppress(httpx.HTTPError):
        if client.post(TRANSFORM, json=REPEATED).is_success:
            return (time.perf_counter() - began) * 1000
    return math.inf
