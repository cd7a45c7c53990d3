"""The same message again: answered from what is kept, under the id that it was recorded with.

A repeat spends the rate and not the quota, and history has the message once. Only the person who asked the first time
gets it, so its id opens in their history and takes their feedback. Never kept: what was asked with `store: false` or in
an organization that keeps nothing, an answer of a lower tier, and one that suspects orders to an AI or
has facts to check. One with places to look at is kept with them.
"""

from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from uuid import UUID

from django.conf import settings

from apps.accounts.actions.store_idempotent_answer import stored_later
from apps.accounts.contracts import Principal
from apps.transform.actions.go_without_database import going_without_database
from apps.transform.actions.transform_text import transform_and_record
from apps.transform.bodies import RESULT
from apps.transform.contracts import TransformRequest, TransformResult
from apps.transform.providers.versions import writers_version
from apps.transform.providers.writers import knows_writers
from apps.transform.queries.repeats import is_recorded, words_version
from tonebridge.caching.l1_memory import MemoryCache
from tonebridge.caching.l2_redis import key_of
from tonebridge.caching.tiered import NOWHERE, Answer, Made, Place, Tiered
from tonebridge.changes.listener import change_listener
from tonebridge.resilience import deadline
from tonebridge.resilience.threads import in_thread
from tonebridge.resilience.usual_deadlines import transform_s
from tonebridge.spool.database_availability import database

FRESH_S = 3600.0
"""A model's answer is made anew behind a repeat after this time. Rules always answer the same."""

Key = tuple[str | int | bool | tuple[str, ...], ...]


@dataclass(frozen=True)
class TransformQuestion:
    """`tonebridge.caching.tiered.Question`"""

    principal: Principal
    wanted: TransformRequest
    key: Key

    @property
    def group(self) -> UUID:
        """The organization."""
        return self.principal.organization_id

    @property
    def fresh_s(self) -> float:
        """Of any answer."""
        return FRESH_S if self.wanted.tier == "auto" else float("inf")

    async def shared_key(self) -> str:
        """What shows, and the versions of what writes."""
        return key_of([*self.key, await words_of(self.principal), *await _writers_of(self.principal)])

    async def holds(self, subject: UUID) -> bool:
        """Whether it is still in the caller's history."""
        return await in_thread(is_recorded, self.principal, subject)

    async def make(self) -> Made:
        """Transform and record."""
        return made_of(*await transform_and_record(principal=self.principal, wanted=self.wanted))

    async def renew(self) -> Made:
        """The same, as a call of its own: the caller's Idempotency-Key and deadline belong to the answer they have."""
        with stored_later(), deadline.lifted(), deadline.within(transform_s(settings.DEADLINE_S)):
            return await self.make()


def made_of(result: TransformResult, kept: bool) -> Made:
    """A result as an answer. `kept`: whether the message's text was."""
    repeat = RESULT.dump_json(replace(result, cached=True)) if kept and may_be_repeated(result) else None
    fresh_s = float("inf") if result.tier == "rules" else FRESH_S
    return Made(RESULT.dump_json(result), result.id, repeat, fresh_s)


def may_be_repeated(result: TransformResult) -> bool:
    """Whether nothing about it is in doubt."""
    return not (result.degraded or result.is_suspected or result.facts.status == "review")


def question_of(principal: Principal, wanted: TransformRequest) -> TransformQuestion:
    """The question, with every setting that shows in its key, and the whole text."""
    return TransformQuestion(
        principal,
        wanted,
        (
            str(principal.organization_id),
            str(principal.user_id),
            wanted.transformation_type.value,
            int(wanted.intensity),
            wanted.language,
            wanted.reader_language,
            *(str(value) for value in asdict(wanted.context).values()),
            wanted.preserve_terms,
            wanted.tier,
            wanted.variants,
            sha256(wanted.text.encode()).hexdigest(),
        ),
    )


async def answer_of(principal: Principal, wanted: TransformRequest) -> Answer:
    """The answer, kept or made. Raises what `transform_text` raises."""
    question = question_of(principal, wanted)
    if not wanted.store or database.is_away:
        return Answer((await question.make()).body, None)
    with going_without_database:
        return await repeats.answer(question)
    return Answer((await question.make()).body, None)


async def look_for(question: TransformQuestion) -> Answer | Place:
    """The answer that is kept, or where to keep it once it is made."""
    if not question.wanted.store or database.is_away:
        return NOWHERE
    with going_without_database:
        return await repeats.look(question)
    return NOWHERE


async def _writers_of(principal: Principal) -> tuple[str, ...]:
    """The version of who writes; where it is remembered, without a thread."""
    if knows_writers(principal.organization_id):
        return writers_version(principal.organization_id)
    return await in_thread(writers_version, principal.organization_id)


async def words_of(principal: Principal) -> str:
    """The version of the organization's words: cached for as long as the listener would be told of another one."""
    group = principal.organization_id
    if change_listener.is_current and (found := versions.get(group)):
        return found.body.decode()
    moment = versions.moment(group)
    words = await in_thread(words_version, principal)
    if change_listener.is_current:
        versions.put(group, group, words.encode(), moment=moment)
    return words


versions = MemoryCache()
repeats = Tiered(MemoryCache(), lambda: change_listener.is_current)
change_listener.on(
    "words", versions.forget
)  # after `known_words`: no answer with the old words stands under the new ones' version
for kind in ("words", "messages", "writers"):
    change_listener.on(kind, repeats.memory.forget)
change_listener.on("prompts", lambda _label: repeats.memory.forget("*"))
