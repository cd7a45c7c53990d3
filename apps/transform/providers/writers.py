"""Who writes for one organization: the operator's ladder, with models of its own in place of the operator's, told what was chosen
for it.

What was found is remembered until a row of it changes; a model's connections live as long as its setting does.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from threading import Lock
from uuid import UUID

from django.conf import settings

from apps.transform.contracts import (
    ChosenPrompt,
    Language,
    OwnModel,
    Prompt,
    Tier,
    TransformationType,
    TransformRequest,
)
from apps.transform.protocols import Rung, Witness
from apps.transform.providers.ladder import REMOTE, Ladder, configured_ladder
from apps.transform.providers.langchain_chat import LangChainModel
from apps.transform.providers.models import ModelRung
from apps.transform.providers.prompts import PromptError, framed
from apps.transform.providers.witness import ModelWitness
from apps.transform.queries.writers import own_models, prompts_in_force
from tonebridge.changes.listener import change_listener
from tonebridge.changes.remembering import Remembered
from tonebridge.resilience import clock
from tonebridge.resilience.circuit_breaker import Breaker
from tonebridge.settings.models import ModelSetting

log = logging.getLogger(__name__)
MOST_RUNGS = 256
"""Models of organizations that a process holds connections to; the one that was read longest ago goes."""
LONGEST_CALL_S = 120.0
"""How long after a model was let go its connections stay: calls that are under way end by then."""
MOST_AT_ONCE = 200
"""Calls under way to one organization's model, from one process."""


@dataclass(frozen=True)
class Writers:
    """An organization's own models by tier, the prompts chosen for it, and a version that changes with either."""

    rungs: Mapping[Tier, ModelRung] = field(default_factory=dict)
    prompts: Mapping[tuple[TransformationType, Language], Prompt] = field(default_factory=dict)
    version: str = ""

    def ladder(self, *last: Rung) -> Ladder:
        """Primary and secondary, the organization's before the operator's; rules; then `last`."""
        given = {rung.tier: rung for rung in configured_ladder().rungs if rung.tier in REMOTE}
        remote = {**given, **self.rungs}
        others = [rung for rung in configured_ladder().rungs if rung.tier not in REMOTE]
        best: list[Rung] = [remote[tier] for tier in REMOTE if tier in remote]
        return Ladder((*best, *others, *last), witness=self._witness())

    def _witness(self) -> Witness | None:
        """An organization with models of its own chose who sees its messages: each of them reads what it wrote, and nobody else."""
        named = configured_ladder().witness
        return ModelWitness() if named and self.rungs else named

    def with_prompt(self, wanted: TransformRequest) -> TransformRequest:
        """The request with the prompt that its model is to be given."""
        return replace(wanted, prompt=self.prompts.get((wanted.transformation_type, wanted.language)))


def writers_of(organization_id: UUID) -> Writers:
    """Read, or remembered. Prompts are read where a model would be told them."""
    return remembered.get(str(organization_id), lambda: _read(organization_id))


def last_writers_of(organization_id: UUID) -> Writers | None:
    """As they were when the database was last heard; None where this process doesn't know."""
    return remembered.last(str(organization_id))


def knows_writers(organization_id: UUID) -> bool:
    """Whether `writers_of` asks no database."""
    return remembered.knows(str(organization_id))


def _read(organization_id: UUID) -> Writers:
    models = own_models(organization_id)
    if not models and not configured_ladder().asks_models:
        return Writers()
    prompts = prompts_in_force(organization_id)
    return Writers(
        rungs={model.rung: rungs.of(organization_id, model) for model in models},
        prompts=dict(_framed(prompts)),
        version=_version(models, prompts),
    )


def _framed(prompts: tuple[ChosenPrompt, ...]) -> Iterator[tuple[tuple[TransformationType, Language], Prompt]]:
    """Those that fit the frame; in place of one that has stopped fitting it, the product's own is told."""
    for each in prompts:
        try:
            yield (each.transformation_type, each.language), framed_choice(each)
        except PromptError:
            log.exception("prompt unusable", extra={"version": each.version})


def framed_choice(chosen: ChosenPrompt) -> Prompt:
    """A chosen prompt as a model is given it. Raises PromptError."""
    name = f"prompt {chosen.version}"
    return framed(chosen.transformation_type, chosen.language, chosen.content, name, chosen.version)


def _version(models: tuple[OwnModel, ...], prompts: tuple[ChosenPrompt, ...]) -> str:
    parts = [f"{each.rung} {each.vendor}:{each.model} {each.base_url}" for each in models]
    parts += [f"{each.transformation_type} {each.language} {each.version} {each.content}" for each in prompts]
    return sha256("\0".join(parts).encode()).hexdigest()[:16] if parts else ""


RungKey = tuple[UUID, OwnModel, bool]


class OwnRungs:
    """The rungs of organizations' own models, each with its connections and a breaker of its own. Safe for threads.

    `crowded_out` is told of organizations one of whose rungs gives way to others: whoever remembers it has to ask anew.
    """

    def __init__(self, crowded_out: Callable[[str], None] = lambda _organization_id: None) -> None:
        self._crowded_out = crowded_out
        self._rungs: OrderedDict[RungKey, ModelRung] = OrderedDict()
        self._retired: list[tuple[float, ModelRung]] = []
        self._lock = Lock()

    def of(self, organization_id: UUID, model: OwnModel) -> ModelRung:
        """The one with this setting; its libraries are loaded here, in the caller's thread."""
        key = (organization_id, model, settings.PRIVATE_MODEL_ADDRESSES)
        if known := self._known(key):
            return known
        made = _rung(organization_id, model)
        made.load()
        with self._lock:
            found = self._rungs.setdefault(key, made)
            crowded_out = self._make_room()
        for each in crowded_out:
            self._crowded_out(each)
        return found

    def _known(self, key: RungKey) -> ModelRung | None:
        with self._lock:
            if key in self._rungs:
                self._rungs.move_to_end(key)
            return self._rungs.get(key)

    def _make_room(self) -> list[str]:
        """Whose rungs had to go for it."""
        keys = list(self._rungs)[: max(0, len(self._rungs) - MOST_RUNGS)]
        for key in keys:
            self._retire(key)
        return [str(organization_id) for organization_id, _model, _private in keys]

    def drop(self, organization_id: str) -> None:
        """Let go those of an organization that has changed; calls that are under way may end."""
        with self._lock:
            for key in [key for key in self._rungs if str(key[0]) == organization_id]:
                self._retire(key)

    def _retire(self, key: RungKey) -> None:
        self._retired.append((clock.tick() + LONGEST_CALL_S, self._rungs.pop(key)))

    def sweep(self) -> None:
        """Begin to close what was let go long enough ago. On the running loop."""
        with self._lock:
            now = clock.tick()
            due = [rung for until, rung in self._retired if until <= now]
            self._retired = [(until, rung) for until, rung in self._retired if until > now]
        for rung in due:
            task = asyncio.ensure_future(rung.close())
            closing.add(task)
            task.add_done_callback(closing.discard)

    async def close(self) -> None:
        """Give back all connections of the running loop."""
        with self._lock:
            held = [*self._rungs.values(), *(rung for _until, rung in self._retired)]
        for rung in held:
            await rung.close()


def _rung(organization_id: UUID, model: OwnModel) -> ModelRung:
    setting = ModelSetting(
        vendor=model.vendor,
        model=model.model,
        base_url=model.base_url,
        api_key=model.api_key,
        input_price=model.input_price,
        output_price=model.output_price,
        most_at_once=MOST_AT_ONCE,
        public_only=not settings.PRIVATE_MODEL_ADDRESSES,
        owner=str(organization_id),
    )
    breaker = Breaker(f"provider:{model.rung}:{organization_id}:{_digest(model)}", label=f"provider:{model.rung}:own")
    return ModelRung(model.rung, setting, LangChainModel(setting), breaker)


def _digest(model: OwnModel) -> str:
    """A new setting begins with a breaker that is closed."""
    parts = (model.vendor, model.model, model.base_url, model.api_key)
    return sha256("\0".join(parts).encode()).hexdigest()[:12]


closing: set["asyncio.Future[None]"] = set()
remembered: Remembered[Writers] = Remembered(change_listener)
rungs = OwnRungs(remembered.forget)
change_listener.on("writers", remembered.forget)
change_listener.on("writers", rungs.drop)
change_listener.on_heartbeat(rungs.sweep)
change_listener.on("prompts", lambda _label: remembered.forget("*"))
