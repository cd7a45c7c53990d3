"""A real model on the first rung: a llama.cpp server, named in the settings as an operator would, before a scripted second one.

`make test-model` installs it and names the Python that has it (`REAL_MODEL`). Elsewhere these tests are skipped: it takes packages
that nothing else here needs.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pytest_django import Settings

from apps.transform.providers.ladder import configured_ladder
from apps.transform.story.warm_up import load_models
from tests.models.conftest import Models, _servers, models, swept
from tests.models.scripted_server import ScriptedServer
from tests.real_model.llama import Llama, llama_server
from tonebridge.settings.models import ModelSetting

__all__ = ["_servers", "models", "swept"]
PATIENCE_S = 90.0
"""A machine that is busy reads a prompt for seconds."""


@dataclass(frozen=True)
class Ladder:
    """The first two rungs."""

    real: Llama
    second: ScriptedServer


@pytest.fixture(scope="session")
def python_with_llama() -> str:
    found = os.environ.get("REAL_MODEL", "")
    if not found:
        pytest.skip("there is no real model here: make test-model")
    return found


@pytest.fixture(scope="session")
def _llama(python_with_llama: str) -> Iterator[Llama]:
    with llama_server(python_with_llama) as found:
        yield found


@pytest.fixture
def ladder(_llama: Llama, models: Models, settings: Settings) -> Ladder:
    """The real model, then a scripted one that changes nothing, then the rules."""
    settings.LLM_FIRST_TOKEN_S = settings.LLM_TIMEOUT_S = settings.LLM_STALL_S = PATIENCE_S
    settings.DEADLINE_S = settings.STREAM_DEADLINE_S = 2 * PATIENCE_S
    name_first(settings, _llama.base_url, _llama.key)
    return Ladder(_llama, models.secondary)


def name_first(settings: Settings, base_url: str, key: str) -> None:
    """The first rung's model, with a price."""
    settings.LLM_PRIMARY = ModelSetting("openai", "smollm2", base_url, key, input_price=1.0, output_price=2.0)
    configured_ladder.cache_clear()
    load_models()
