"""The rungs that ask a model: mask ▸ ask ▸ judge ▸ have it read ▸ ask once more, naming what was lost ▸ take the better one.

Each stands behind a breaker that all processes share, and begins nothing that can't be over in time. One that says that it is busy
is left alone by all of them.
"""

import logging
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from apps.transform.contracts import CallTier, Complaint, Draft, ModelQuestion, ProviderInfo, Tier, TransformRequest
from apps.transform.protocols import Assignment, ChatModel, Guard, ModelCall, ModelReply, Steps, Witness
from apps.transform.providers.failures import (
    AnswerRejected,
    ModelAway,
    ModelBusy,
    ModelCrowded,
    ModelDeclined,
    ModelHurried,
    ModelMisconfigured,
    ModelSlow,
)
from apps.transform.providers.langchain_chat import LangChainModel
from apps.transform.providers.pace import Limits, Pace
from apps.transform.providers.prompts import prompt_for
from apps.transform.providers.schema_use import SchemaUse
from apps.transform.providers.slots import Slots
from apps.transform.providers.witness import ModelWitness
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
    pace: Pace = field(default_factory=Pace)
    schema_use: SchemaUse = field(default_factory=SchemaUse)

    def __post_init__(self) -> None:
        self.slots = Slots(self.setting.most_at_once)

    def limits(self) -> Limits:
        """How long its calls may take, by how long they took."""
        return self.pace.limits()

    def needed_s(self) -> float:
        """Seconds that a caller has to have for it; 0 where nothing is known."""
        return self.pace.needed_s()

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
        judged, took_s = guard.judge(answer), clock.tick() - began
        found = yield from self._read(assignment, judged, end)
        told = guard.wish(found)
        if told and end - clock.tick() > (0 if isinstance(found, Complaint) else took_s):
            again = replace(question, earlier=answer, complaint=told)
            found = yield from self._better(assignment, again, found, end)
        if isinstance(found, Complaint):
            raise AnswerRejected(found)
        return found

    def _better(
        self, assignment: Assignment, again: ModelQuestion, found: Draft | Complaint, end: float
    ) -> Steps[Draft | Complaint]:
        """The better one of what was found and another answer; what may be shown already outlives a call that fails."""
        try:
            answer = yield from self._answer(assignment.guard, again, end - clock.tick(), end)
        except ToneBridgeError:
            if isinstance(found, Complaint):
                raise
            return found
        other = yield from self._read(assignment, assignment.guard.judge(answer), end)
        return assignment.guard.better(found, other)

    @property
    def name(self) -> str:
        """`apps.transform.protocols.Reader`"""
        return f"{self.setting.vendor}:{self.setting.model}"

    def ask(self, question: ModelQuestion, total_s: float) -> Steps[str]:
        """Its answer to another question than for a text to show. One that can't be held to a schema is asked without."""
        end = clock.tick() + total_s
        if not (question.schema and self.schema_use.is_wanted):
            return (yield from self._freely(question, end))
        try:
            answer = yield from self._answer(None, question, total_s, end)
        except ModelDeclined:
            answer = yield from self._freely(question, end)
            self.schema_use.note_declined()
        else:
            self.schema_use.note_taken()
        return answer

    def _freely(self, question: ModelQuestion, end: float) -> Steps[str]:
        return (yield from self._answer(None, replace(question, schema=None), end - clock.tick(), end))

    def _read(self, assignment: Assignment, found: Draft | Complaint, end: float) -> Steps[Draft | Complaint]:
        """The draft, or what a witness finds wrong with it."""
        if isinstance(found, Complaint) or assignment.witness is None:
            return found
        return (yield from assignment.witness.look_at(found, assignment.guard, end, self)) or found

    @property
    def _guarding(self) -> circuit_breaker.Breaker:
        return self.breaker or circuit_breaker.breaker(f"provider:{self.tier}")

    def _answer(self, guard: Guard | None, question: ModelQuestion, first_token_s: float, end: float) -> Steps[str]:
        began = clock.tick()
        try:
            return (yield from self._call(guard, question, first_token_s, end))
        except ModelAway:
            if not self.setting.max_retries or clock.tick() - began > QUICKLY_S:
                raise
        return (yield from self._call(guard, question, first_token_s - (clock.tick() - began), end))

    def _call(self, guard: Guard | None, question: ModelQuestion, first_token_s: float, end: float) -> Steps[str]:
        deadline.check()
        try:
            with self._guarding.guarded(_speaks_against, says_nothing=(ModelHurried,)):
                call = self._model_call(guard, question, first_token_s, end - clock.tick())
                return _text_of((yield call), call)
        except circuit_breaker.Parked as error:
            raise ModelBusy(retry_after_s=error.retry_after_s) from error
        except ModelBusy as error:
            self._guarding.park(error.retry_after_s or 1)
            raise
        except ModelMisconfigured:
            log.error("model misconfigured", extra={"tier": self.tier, "model": self.setting.model})
            raise

    def _model_call(
        self, guard: Guard | None, question: ModelQuestion, first_token_s: float, total_s: float
    ) -> ModelCall:
        most, setting = max(LEAST_CHARACTERS, MOST_GROWTH * len(question.message)), self.setting
        whom = (setting.vendor, setting.model, urlsplit(setting.base_url).hostname or HOSTS[setting.vendor])
        tier: CallTier = self.tier if guard else "witness"
        held = (self.slots, self.pace, self.pace.is_hurried(first_token_s, total_s))
        return ModelCall(tier, self.model, question, first_token_s, total_s, most, guard, *whom, *held)


def _speaks_against(error: Exception) -> bool:
    """Against the model: not our own refusals, nor a crowd of our own before it."""
    return circuit_breaker.is_a_failure(error) and not isinstance(error, ModelCrowded)


def _text_of(reply: ModelReply, call: ModelCall) -> str:
    if call.is_hurried and isinstance(reply.error, ModelSlow):
        raise ModelHurried from reply.error
    if reply.error:
        raise reply.error
    return reply.text


def primary() -> ModelRung:
    """`settings.LLM_PRIMARY`"""
    return _rung("primary", settings.LLM_PRIMARY)


def secondary() -> ModelRung:
    """`settings.LLM_SECONDARY`"""
    return _rung("secondary", settings.LLM_SECONDARY)


def witness() -> Witness | None:
    """`settings.LLM_VERIFY`; None where nobody is to read what was written."""
    setting = settings.LLM_VERIFY
    if setting is None or setting == "same":
        return ModelWitness() if setting else None
    return ModelWitness(
        ModelRung("primary", setting, LangChainModel(setting), circuit_breaker.breaker("provider:witness"))
    )


def _rung(tier: Tier, setting: ModelSetting | None) -> ModelRung:
    if setting is None:
        raise ImproperlyConfigured(f"The {tier} rung stands in TRANSFORM_RUNGS, and no model is named for it.")
    return ModelRung(tier, setting, LangChainModel(setting))
