"""The rungs that ask a model: mask ▸ ask ▸ judge ▸ ask once more, naming what was lost ▸ take the better one.

Each stands behind a breaker that all processes share, and begins nothing that can't be over in time. One that says that it is busy
is left alone by all of them.
"""

import logging
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from apps.transform.contracts import Complaint, Draft, ModelQuestion, ProviderInfo, Tier, TransformRequest
from apps.transform.protocols import Assignment, ChatModel, Guard, ModelCall, ModelReply, Steps
from apps.transform.providers.failures import (
    AnswerRejected,
    ModelAway,
    ModelBusy,
    ModelMisconfigured,
)
from apps.transform.providers.langchain_chat import LangChainModel
from apps.transform.providers.prompts import prompt_for
from tonebridge.errors import ToneBridgeError
from tonebridge.resilience import circuit_breaker, clock, deadline
from tonebridge.settings.models import ModelSetting, Vendor

log = logging.getLogger(__name__)
QUICKLY_S = 0.3
"""A call that failed sooner than that may be made again at once: it cost nobody any time."""
HOSTS: dict[Vendor, str] = {"openai": "api.openai.com", "anthropic": "api.anthropic.com"}
LEAST_CHARACTERS, MOST_GROWTH = 2_000, 4


@dataclass
class ModelRung:
    """`apps.transform.protocols.Rung`. `breaker` is its own, where it isn't the operator's model."""

    tier: Tier
    setting: ModelSetting
    model: ChatModel
    breaker: circuit_breaker.Breaker | None = None

    def load(self) -> None:
        """Its libraries."""
        self.model.load()

    async def close(self) -> None:
        """Its connections."""
        await self.model.close()

    def describe(self, wanted: TransformRequest) -> ProviderInfo:
        """The model and its prompt."""
        version = prompt_for(wanted).version
        return ProviderInfo(self.setting.vendor, self.setting.model, prompt_version=version)

    def write(self, assignment: Assignment) -> Steps[Draft]:
        """Raises a failure of `failures`, CircuitOpen, or TimedOut."""
        began, guard, question = clock.tick(), assignment.guard, assignment.guard.question()
        end = began + assignment.total_s
        answer = yield from self._answer(guard, question, assignment.first_token_s, end)
        found, took_s = guard.judge(answer), clock.tick() - began
        told = guard.wish(found)
        if told and end - clock.tick() > (0 if isinstance(found, Complaint) else took_s):
            again = replace(question, earlier=answer, complaint=told)
            found = yield from self._better(guard, again, found, end)
        if isinstance(found, Complaint):
            raise AnswerRejected(found)
        return found

    def _better(
        self, guard: Guard, again: ModelQuestion, found: Draft | Complaint, end: float
    ) -> Steps[Draft | Complaint]:
        """The better one of what was found and another answer; what may be shown already outlives a call that fails."""
        try:
            answer = yield from self._answer(guard, again, end - clock.tick(), end)
        except ToneBridgeError:
            if isinstance(found, Complaint):
                raise
            return found
        return guard.better(found, guard.judge(answer))

    @property
    def _guarding(self) -> circuit_breaker.Breaker:
        return self.breaker or circuit_breaker.breaker(f"provider:{self.tier}")

    def _answer(self, guard: Guard, question: ModelQuestion, first_token_s: float, end: float) -> Steps[str]:
        began = clock.tick()
        try:
            return (yield from self._call(guard, question, first_token_s, end))
        except ModelAway:
            if not self.setting.max_retries or clock.tick() - began > QUICKLY_S:
                raise
        return (yield from self._call(guard, question, first_token_s - (clock.tick() - began), end))

    def _call(self, guard: Guard, question: ModelQuestion, first_token_s: float, end: float) -> Steps[str]:
        deadline.check()
        try:
            with self._guarding.guarded():
                return _text_of((yield self._model_call(guard, question, first_token_s, end - clock.tick())))
        except circuit_breaker.Parked as error:
            raise ModelBusy(retry_after_s=error.retry_after_s) from error
        except ModelBusy as error:
            self._guarding.park(error.retry_after_s or 1)
            raise
        except ModelMisconfigured:
            log.error("model misconfigured", extra={"tier": self.tier, "model": self.setting.model})
            raise

    def _model_call(self, guard: Guard, question: ModelQuestion, first_token_s: float, total_s: float) -> ModelCall:
        most, setting = max(LEAST_CHARACTERS, MOST_GROWTH * len(question.message)), self.setting
        whom = (setting.vendor, setting.model, urlsplit(setting.base_url).hostname or HOSTS[setting.vendor])
        return ModelCall(self.tier, self.model, question, first_token_s, total_s, most, guard, *whom)


def _text_of(reply: ModelReply) -> str:
    if reply.error:
        raise reply.error
    return reply.text


def primary() -> ModelRung:
    """`settings.LLM_PRIMARY`"""
    return _rung("primary", settings.LLM_PRIMARY)


def secondary() -> ModelRung:
    """`settings.LLM_SECONDARY`"""
    return _rung("secondary", settings.LLM_SECONDARY)


def _rung(tier: Tier, setting: ModelSetting | None) -> ModelRung:
    if setting is None:
        raise ImproperlyConfigured(f"The {tier} rung stands in TRANSFORM_RUNGS, and no model is named for it.")
    return ModelRung(tier, setting, LangChainModel(setting))
