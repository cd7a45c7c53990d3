"""A model's server that sends a call elsewhere is not followed: neither messages nor keys go where nobody named."""

import asyncio

import pytest

from apps.transform.contracts import Intensity, ModelQuestion, TransformationType
from apps.transform.protocols import ModelCall
from apps.transform.providers.asking import ask
from apps.transform.providers.langchain_chat import LangChainModel
from tests.models.conftest import Models
from tests.models.scripted_server import Script
from tonebridge.settings.models import ModelSetting, Vendor

QUESTION = ModelQuestion(TransformationType.SOFTEN, Intensity.MEDIUM, "ja", "明日までに直せ。", "b0" * 12)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("vendor", ["openai", "anthropic"])
def test_a_redirect_is_a_failure_and_nothing_is_sent_to_where_it_leads(
    models: Models, loop_runner: asyncio.Runner, vendor: Vendor, status: int
) -> None:
    canary = models.secondary
    models.primary.script = Script(status=status, headers={"location": f"{canary.base_url}/chat/completions"})
    base = models.primary.base_url if vendor == "openai" else models.primary.base_url.removesuffix("/v1")
    model = LangChainModel(ModelSetting(vendor, "m", base, "sk-test"))
    model.load()

    async def asked() -> object:
        reply = await ask(ModelCall("primary", model, QUESTION, 5.0, 5.0, 10_000))
        await model.close()
        return reply.error

    assert loop_runner.run(asked()) is not None
    assert (models.primary.calls, canary.calls) == (1, 0)
