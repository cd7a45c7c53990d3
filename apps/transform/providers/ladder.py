"""The ladder: the best rung that answers. Falls only on errors that say so; the tier that wrote is named.

primary ▸ secondary ▸ rules ▸ similar      (`settings.TRANSFORM_RUNGS`, best first); a witness reads what they write (`LLM_VERIFY`)
"""

import logging
from dataclasses import dataclass, field, replace
from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string

from apps.analyze.language.document import Document
from apps.transform.contracts import Draft, ProviderInfo, Spent, Tier, TransformRequest
from apps.transform.protocols import Assignment, Guard, ModelCall, ModelReply, Reader, Rung, Steps, Witness
from apps.transform.providers.failures import ModelSlow, RulesFailed, word_of
from apps.transform.providers.models import witness
from apps.transform.providers.pace import ANSWER_S
from apps.transform.providers.patience import Paced, Patience, patience_with
from apps.transform.steps import overheard
from tonebridge.errors import ToneBridgeError, Unavailable
from tonebridge.resilience import clock, deadline
from tonebridge.telemetry import metrics

log = logging.getLogger(__name__)
REMOTE: tuple[Tier, ...] = ("primary", "secondary")
RULES_S = 0.5
"""Of a request's time, what is left for rules when models have used theirs up."""
FIRST_SHARE = 0.6
"""Of the time until a model has to have begun, what one may use that has another one behind it."""


@dataclass(frozen=True)
class Written:
    """A draft and who wrote it. `degraded_reason` says why the first rung did not; None when it did."""

    draft: Draft
    tier: Tier
    provider: ProviderInfo
    degraded_reason: str | None = None
    spent: Spent = field(default_factory=Spent)
    read_s: float = 0.0
    """Seconds that models took to read what was written, used or not."""


@dataclass(frozen=True)
class Ladder:
    """Rungs, best first. `first_token_s` is for those whom nobody waits for: how long a model may be silent, instead of its own limit.
    `witness` reads what is written; None where nobody does.
    """

    rungs: tuple[Rung, ...]
    first_token_s: float | None = None
    witness: Witness | None = None

    @property
    def asks_models(self) -> bool:
        """Whether a message goes to another machine, to be written anew or to be read."""
        reads = self.witness is not None and self.witness.reader is not None
        return reads or any(rung.tier in REMOTE for rung in self.rungs)

    @property
    def parties(self) -> "tuple[Rung | Reader, ...]":
        """All who write or read: what they hold is loaded at the start, and given back at the end."""
        reader = self.witness.reader if self.witness else None
        return (*self.rungs, *([reader] if reader else ()))

    def write(self, wanted: TransformRequest, document: Document, guard: Guard) -> Steps[Written]:
        """The draft of the best rung that answers. Raises Unavailable when none does, RulesFailed where that is our mistake,
        and TimedOut at the request's deadline.
        """
        rungs = [rung for rung in self.rungs if wanted.tier == "auto" or rung.tier == wanted.tier]
        remote = [rung for rung in rungs if rung.tier in REMOTE]
        climb = _Climb(wanted, document, guard, patience_with(remote, self.first_token_s), self.witness)
        for at, rung in enumerate(rungs):
            deadline.check()
            more = sum(other.tier in REMOTE for other in rungs[at + 1 :])
            written = yield from climb.step(rung, more)
            if written:
                return (yield from climb.read(written)) if rung.tier not in REMOTE else written
        deadline.check()  # of a last rung that was late
        raise climb.mistake or Unavailable


class _Climb:
    """One message on its way down the ladder, under one deadline."""

    def __init__(
        self,
        wanted: TransformRequest,
        document: Document,
        guard: Guard,
        patience: Patience,
        witness: Witness | None = None,
    ) -> None:
        self._wanted, self._document, self._guard, self._witness = wanted, document, guard, witness
        self._ends_by = clock.tick() + min(patience.whole_s, deadline.left_s() - RULES_S)
        self._patience, self._silence_s = patience, patience.silence_s
        self._reason: str | None = None
        self.mistake: RulesFailed | None = None
        self._spent, self._read_s = Spent(), 0.0

    def step(self, rung: Rung, more: int) -> Steps[Written | None]:
        """What the rung wrote; None where it failed. `more` models stand behind it."""
        started, outcome = clock.tick(), "failed"
        try:
            draft = yield from self._counted(self._drafted(rung, more))
            outcome = "answered"
            return Written(draft, rung.tier, rung.describe(self._wanted), self._reason, self._spent, self._read_s)
        except Exception as error:
            outcome = self._word_of(error, rung)
            self._reason = self._reason or f"{rung.tier}: {outcome}"
            self.mistake = error if isinstance(error, RulesFailed) else self.mistake
            return None
        finally:
            metrics.PROVIDER_SECONDS.labels(rung.tier).observe(clock.tick() - started)
            metrics.PROVIDER_CALLS.labels(rung.tier, outcome).inc()

    def read(self, written: Written) -> Steps[Written]:
        """The same, read by the witness where no model wrote it. What was found stays in its ledger: no better rung is left."""
        if self._witness and self._wanted.tier == "auto":
            yield from overheard(self._witness.look_at(written.draft, self._guard, self._ends_by), self._count)
        return replace(written, spent=self._spent, read_s=self._read_s)

    def _word_of(self, error: Exception, rung: Rung) -> str:
        """What a result says about it. A defect beside a model is no reason to answer nothing: the rules need no model.

        Raises the defect of a rung that is ours.
        """
        if isinstance(error, ToneBridgeError):
            log.warning("rung failed", extra={"tier": rung.tier, "code": error.code, "reason": word_of(error)})
            return word_of(error)
        if rung.tier not in REMOTE:
            raise error
        log.error("rung broke", extra={"tier": rung.tier}, exc_info=error)
        return "internal_error"

    def _drafted(self, rung: Rung, more: int) -> Steps[Draft]:
        to_end = self._ends_by - clock.tick()
        to_begin = min(self._silence_s, self._patience.of(rung), to_end) * (FIRST_SHARE if more else 1.0)
        if rung.tier in REMOTE and to_begin <= 0:
            raise ModelSlow
        return rung.write(Assignment(self._wanted, self._document, self._guard, to_begin, to_end, self._witness))

    def _counted(self, steps: Steps[Draft]) -> Steps[Draft]:
        """The same, with what its calls cost added up, used or not."""
        return overheard(steps, self._count)

    def _count(self, call: ModelCall, reply: ModelReply) -> None:
        self._spent += reply.spent
        self._read_s += reply.seconds if call.tier == "witness" else 0.0
        self._silence_s -= 0.0 if call.tier == "witness" else reply.silent_s
        metrics.MODEL_TOKENS.labels(call.tier, "input").inc(reply.spent.input_tokens)
        metrics.MODEL_TOKENS.labels(call.tier, "output").inc(reply.spent.output_tokens)
        metrics.MODEL_COST.labels(call.tier).inc(reply.spent.cost_usd)


def deadline_s() -> float:
    """How long a caller has to wait for one of the operator's models to be able to answer; 0 where there is none."""
    rungs = [rung for rung in configured_ladder().rungs if rung.tier in REMOTE]
    needed = [rung.needed_s() + RULES_S for rung in rungs if isinstance(rung, Paced)]
    return max(ANSWER_S, *needed) if rungs else 0.0


async def close_rungs() -> None:
    """Give back what the rungs of this process hold on the running loop."""
    for party in configured_ladder().parties:
        await party.close()


@lru_cache(maxsize=1)
def configured_ladder() -> Ladder:
    """The ladder of the settings."""
    return Ladder(tuple(import_string(path)() for path in settings.TRANSFORM_RUNGS), witness=witness())
