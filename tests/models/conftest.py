"""Models for tests: two scripted servers, named in the settings as an operator would."""

import asyncio
import gc
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from pytest_django import Settings

from apps.transform.providers.ladder import configured_ladder
from apps.transform.story.driving import close_models
from apps.transform.story.warm_up import load_models
from tests.models.scripted_server import ScriptedServer, scripted_server
from tests.waiting import all_have_gone_on
from tonebridge.resilience import circuit_breaker
from tonebridge.resilience.circuit_breaker import Breaker
from tonebridge.resilience.local_breaker import Policy
from tonebridge.settings.models import ModelSetting

PATIENT = Policy(first_open_s=2.0)
"""Of breakers: half a second is over before the next call of a busy machine."""
SOON_S = 5.0
"""What ends within a second, on a machine of one's own."""


@dataclass
class Models:
    """What the two models of the ladder do."""

    primary: ScriptedServer
    secondary: ScriptedServer


@pytest.fixture(scope="session")
def _servers() -> Iterator[Models]:
    with scripted_server() as primary, scripted_server() as secondary:
        yield Models(primary, secondary)


@pytest.fixture
def models(
    _servers: Models, settings: Settings, monkeypatch: pytest.MonkeyPatch, loop_runner: asyncio.Runner
) -> Iterator[Models]:
    """Both models, new and healthy, as the first two rungs; breakers of their own. They are given time: only tests of slow
    models set less, whatever else the machine has to do.
    """
    settings.LLM_FIRST_TOKEN_S = settings.LLM_STALL_S = 20.0
    breakers: dict[str, Breaker] = {}
    run = uuid4().hex[:6]
    monkeypatch.setattr(
        circuit_breaker,
        "breaker",
        lambda name: breakers.setdefault(name, Breaker(f"test:{run}:{name}", policy=PATIENT)),
    )
    for server in (_servers.primary, _servers.secondary):
        server.reset()
    settings.LLM_PRIMARY = _setting(_servers.primary, "first")
    settings.LLM_SECONDARY = _setting(_servers.secondary, "second")
    settings.TRANSFORM_RUNGS = [
        "apps.transform.providers.models.primary",
        "apps.transform.providers.models.secondary",
        "apps.transform.providers.rules.RulesRung",
    ]
    configured_ladder.cache_clear()
    load_models()
    yield _servers
    loop_runner.run(_closed())
    configured_ladder.cache_clear()


@pytest.fixture
def swept(models: Models, loop_runner: asyncio.Runner) -> Iterator[None]:
    """Where readers go in the middle of an answer: generators that nobody listens to end before their loop stops."""
    yield
    gc.collect()
    loop_runner.run(_closed())


async def _closed() -> None:
    await all_have_gone_on()
    await close_models()
    await all_have_gone_on()


def _setting(server: ScriptedServer, name: str) -> ModelSetting:
    return ModelSetting("openai", name, server.base_url, "sk-test", input_price=1.0, output_price=2.0)
