"""The operator's models are called through the proxy that the environment names, but for the addresses it excepts."""

import asyncio

import pytest

from apps.transform.contracts import Intensity, ModelQuestion, TransformationType
from apps.transform.protocols import ModelCall, ModelReply
from apps.transform.providers.asking import ask
from apps.transform.providers.langchain_chat import LangChainModel
from tests.models.conftest import Models
from tests.models.scripted_server import ScriptedServer
from tonebridge.settings.models import ModelSetting

QUESTION = ModelQuestion(TransformationType.SOFTEN, Intensity.MEDIUM, "ja", "明日までに直せ。", "b0" * 12)


async def asked(base_url: str) -> ModelReply:
    """What a model at that address replies."""
    model = LangChainModel(ModelSetting("openai", "m", base_url, "sk-test"))
    model.load()
    try:
        return await ask(ModelCall("primary", model, QUESTION, 5.0, 5.0, 10_000))
    finally:
        await model.close()


def as_proxy(server: ScriptedServer) -> str:
    """Its address, as `HTTP_PROXY` has it."""
    return server.base_url.removesuffix("/v1")


@pytest.mark.parametrize("name", ["http_proxy", "all_proxy"])
@pytest.mark.parametrize("scheme", ["http://", ""])
def test_the_proxy_of_the_environment_is_asked(
    models: Models, loop_runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch, name: str, scheme: str
) -> None:
    monkeypatch.setenv(name, scheme + as_proxy(models.primary).removeprefix("http://"))
    reply = loop_runner.run(asked("http://models.example.com/v1"))
    assert (reply.error, models.primary.calls) == (None, 1)


def test_an_address_that_is_excepted_is_called_itself(
    models: Models, loop_runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", as_proxy(models.secondary))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    reply = loop_runner.run(asked(models.primary.base_url))
    assert (reply.error, models.primary.calls, models.secondary.calls) == (None, 1, 0)
