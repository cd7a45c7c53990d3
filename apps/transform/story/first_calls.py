"""The first call to each of the operator's models, with a message of the product's own: how long does it take?

Once for all processes: what one of them learned, the others read. Nobody's message is sent, and nobody waits.
"""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django_redis.exceptions import ConnectionInterrupted
from redis import RedisError

from apps.analyze.language.document import read_document
from apps.transform.contracts import Intensity, ModelQuestion, TransformationType, TransformRequest
from apps.transform.protocols import ModelCall
from apps.transform.providers.asking import ask
from apps.transform.providers.failures import word_of
from apps.transform.providers.ladder import configured_ladder
from apps.transform.providers.models import ModelRung
from apps.transform.providers.pace import LONGEST_FIRST_S, LONGEST_S, Pace
from apps.transform.rewriting.rulebook import wording_beside
from apps.transform.story.guarding import ModelGuard
from tonebridge.changes.listener import change_listener
from tonebridge.resilience import clock
from tonebridge.resilience.threads import in_thread

log = logging.getLogger(__name__)
KEPT_S = 86_400
"""A day: a product that starts again needs no call."""
AT_WORK_S = int(2 * LONGEST_S)
"""How long another process is believed to be measuring."""
LOADED_S = 1.0
"""One that begins sooner was loaded already; of a later one, a second call tells how long it takes then."""
AGAIN_S, LOOK_S = 60.0, 2.0
"""After a call that failed; between two looks for what another process has learned."""
MOST_CHARACTERS = 4_000


@dataclass
class FirstCalls:
    """Those of one process, made on its event loop."""

    _task: "asyncio.Future[None] | None" = None
    _not_before: float = field(default=float("-inf"))

    def on_heartbeat(self) -> None:
        """Begin where something is to be learned. Returns at once."""
        is_at_work = self._task is not None and not self._task.done()
        if settings.LLM_MEASURE and not is_at_work and clock.tick() >= self._not_before and unmeasured():
            self._task = asyncio.ensure_future(self._learn())

    async def _learn(self) -> None:
        self._not_before = clock.tick() + LOOK_S
        for rung in unmeasured():
            try:
                if not await measured(rung):
                    self._not_before = clock.tick() + AGAIN_S
            except Exception as error:
                self._not_before = clock.tick() + AGAIN_S
                log.warning("a model's first call broke", extra={"tier": rung.tier}, exc_info=error)


def unmeasured() -> list[ModelRung]:
    """The operator's models of which nothing is known yet."""
    rungs = [rung for rung in configured_ladder().rungs if isinstance(rung, ModelRung)]
    return [rung for rung in rungs if not rung.pace.is_measured]


def adopt() -> None:
    """Take over what another process has learned. The cache may be away."""
    for rung in unmeasured():
        _adopt(rung)


def _adopt(rung: ModelRung) -> None:
    with suppress(RedisError, ConnectionInterrupted, OSError):
        if known := cache.get(_name(rung)):
            rung.pace.note(*known)


async def measured(rung: ModelRung) -> bool:
    """Learn how long it takes, from another process or by a call. False where the call failed."""
    if not await in_thread(_is_ours, rung) or rung.pace.is_measured:
        return True
    pace = await _timed(rung)
    if pace is None:
        return False
    rung.pace.note(*pace.usual())
    await in_thread(cache.set, _name(rung), list(pace.usual()), KEPT_S)
    log.info("model measured", extra={"tier": rung.tier, "first_token_s": round(pace.usual()[0], 2)})
    return True


def _is_ours(rung: ModelRung) -> bool:
    _adopt(rung)
    return not rung.pace.is_measured and bool(cache.add(f"{_name(rung)}:at_work", 1, AT_WORK_S))


async def _timed(rung: ModelRung) -> Pace | None:
    """Of the second call where the first had to wait for the model to be loaded. None for one that fails."""
    question, pace = await in_thread(_question), Pace()
    for _call in range(2):
        pace = Pace()
        call = ModelCall(
            rung.tier, rung.model, question, LONGEST_FIRST_S, LONGEST_S, MOST_CHARACTERS, slots=rung.slots, pace=pace
        )
        reply = await ask(call)
        if reply.error:
            log.warning("model not measured", extra={"tier": rung.tier, "reason": word_of(reply.error)})
            return None
        if pace.usual()[0] < LOADED_S:
            break
    return pace


def _question() -> ModelQuestion:
    language, text = next(iter(wording_beside(__file__)["warm_up"].items()))
    wanted = TransformRequest(text, TransformationType.SOFTEN, Intensity.MEDIUM, language, language)
    return ModelGuard(wanted, read_document(text)).question()


def _name(rung: ModelRung) -> str:
    model = rung.setting
    return f"pace:{sha256(f'{model.vendor}:{model.model} {model.base_url}'.encode()).hexdigest()[:16]}"


first_calls = FirstCalls()
change_listener.on_heartbeat(first_calls.on_heartbeat)
