"""Many calls at once: one loop waits for all of them."""

import asyncio
import threading
from unittest.mock import Mock

from apps.transform.contracts import Intensity, ModelQuestion, TransformationType
from apps.transform.protocols import ModelCall, ModelReply
from apps.transform.providers.asking import ask
from apps.transform.providers.ladder import configured_ladder
from apps.transform.providers.models import ModelRung
from tests.models.conftest import Models
from tests.models.scripted_server import Script
from tests.waiting import until_async

CALLS = 200
NAME_LOOKUPS = 8
"""Threads of the loop's own pool, which connects by name; few, however many calls there are."""


def call() -> ModelCall:
    rung = configured_ladder().rungs[0]
    assert isinstance(rung, ModelRung)
    question = ModelQuestion(TransformationType.SOFTEN, Intensity.MEDIUM, "ja", "明日までに直せ。", "b0" * 12)
    return ModelCall("primary", rung.model, question, 30.0, 30.0, 10_000)


def test_calls_wait_on_the_loop_and_take_no_thread(models: Models, loop_runner: asyncio.Runner) -> None:
    models.primary.script = Script(latency_s=0.5)
    threads: list[int] = []

    async def many() -> list[ModelReply]:
        asked = asyncio.gather(*(ask(call()) for _ in range(CALLS)))
        await until_async(lambda: models.primary.under_way > CALLS / 2)
        threads.append(threading.active_count())
        return await asked

    before = threading.active_count()
    replies = loop_runner.run(many())
    assert [reply.error for reply in replies if reply.error] == []
    assert threads[0] <= before + NAME_LOOKUPS


def test_a_call_that_nobody_waits_for_is_broken_off_at_once(models: Models, loop_runner: asyncio.Runner) -> None:
    models.primary.script = Script(latency_s=30)

    async def left() -> None:
        task = asyncio.ensure_future(ask(call()))
        await until_async(lambda: models.primary.under_way)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await until_async(lambda: models.primary.broken_off)

    loop_runner.run(left())
    assert (models.primary.calls, models.primary.broken_off) == (1, 1)


def test_an_ear_hears_an_answer_as_it_comes(models: Models, loop_runner: asyncio.Runner) -> None:
    listener = Mock()
    reply = loop_runner.run(ask(call(), listener))
    assert "".join(heard.args[0] for heard in listener.on_text.call_args_list) == reply.text == "明日までに直せ。"
    assert listener.on_text.call_count > 1
    assert listener.on_call.call_count == 1
